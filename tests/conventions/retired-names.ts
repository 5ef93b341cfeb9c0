/** A name that was replaced by the field's standard term and must not come back. */
export interface RetiredName {
  /** Found as a word of its own and as a part of an identifier or path, with a plural s too: `house` in `readHouse` and `house-files`, not in `lighthouse`. */
  readonly name: string;
  /** What it is called now. */
  readonly use: string;
  /** Files, or folders with a slash at the end, where the word is legitimate. */
  readonly allowed?: readonly string[];
}

/** A name joins this list in the commit that removes its last use. */
export const RETIRED_NAMES: readonly RetiredName[] = [
  // Commands, folders and files.
  { name: 'npm run broken', use: 'npm run mutate -- code' },
  { name: 'npm run slow', use: 'npm run test:slow' },
  { name: 'tests/house', use: 'tests/conventions' },
  { name: 'tests/broken', use: 'tests/mutation/code' },
  { name: 'tests/mutate', use: 'tests/mutation/rules' },
  { name: 'tools/engine', use: 'tools/emulators' },
  // Tests and tools.
  { name: 'breakage', use: 'fault' },
  { name: 'brisk', use: 'emulator patches' },
  { name: 'hunter', use: 'kill history' },
  { name: 'pretend', use: 'fake' },
  { name: 'leash', use: 'supervisor' },
  { name: 'trial', use: 'fuzz or testing' },
  { name: 'workshop', use: 'simulator' },
  // Functions and the API.
  { name: 'makeAllAgain', use: 'reprocessAlbum' },
  { name: 'makePhoto', use: 'processPhoto' },
  { name: 'makeFilm', use: 'processVideo' },
  { name: 'makeMany', use: 'processBulk' },
  { name: 'makeMoment', use: 'processMotion' },
  { name: 'lineUp', use: 'enqueueProcessing' },
  { name: 'recordMade', use: 'commitResult' },
  { name: 'tellOwners', use: 'logActivity' },
  { name: 'readHouse', use: 'readLibraryState' },
  { name: 'mustMay', use: 'requirePermission' },
  { name: 'calledBy', use: 'displayName' },
  { name: 'mayLook', use: 'canViewAlbum' },
  { name: 'maySee', use: 'canViewItem' },
  { name: 'markLoss', use: 'recordRevocation' },
  { name: 'askToRotate', use: 'enqueueRotation' },
  { name: 'lookAtInvite', use: 'previewInvite' },
  { name: 'judgeOffer', use: 'moderateSubmission' },
  { name: 'listAsks', use: 'listAccessRequests' },
  { name: 'answerAsk', use: 'answerAccessRequest' },
  { name: 'keepLibrary', use: 'restoreLibrary' },
  { name: 'endLibrary', use: 'deleteLibrary' },
  { name: 'makeInvite', use: 'createInviteLink' },
  { name: 'makeCircle', use: 'createCircle' },
  { name: 'retell', use: 'rewritePlaylist' },
  { name: 'MakePorts', use: 'ProcessPorts' },
  { name: 'Deed', use: 'ActivityType' },
  { name: 'mayMend', use: 'isRetryable' },
  { name: 'isBacked', use: 'isInviterAllowed' },
  { name: 'Meeting', use: 'UploadPlan' },
  { name: 'Onlooker', use: 'Viewer' },
  { name: 'nameSays', use: 'dateFromFileName' },
  { name: 'folderSays', use: 'suggestFromFolder' },
  { name: 'PictureFacts', use: 'ImageMetadata' },
  { name: 'PictureClock', use: 'ImageTimestamps' },
  { name: 'FilmProbe', use: 'MediaProbe' },
  { name: 'pipelines', use: 'feature folders' },
  // Web.
  { name: 'Tongue', use: 'LanguageToggle' },
  { name: 'ClosedDoor', use: 'NoAccess' },
  { name: 'Stranded', use: 'FirstRunOffline' },
  { name: 'LeadOut', use: 'OpenInBrowser' },
  { name: 'TypeToDo', use: 'TypedConfirm' },
  { name: 'UnderPicture', use: 'ViewerFooter' },
  { name: 'inTurn', use: 'KeyedMutex' },
  { name: 'oneEach', use: 'memoize' },
  { name: 'onTheWay', use: 'transfer' },
  { name: 'luggage', use: 'upload session' },
];
