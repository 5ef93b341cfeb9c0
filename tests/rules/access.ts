import type { Action, EndpointName, paths } from '@maru/model';

export const VERBS = ['get', 'list', 'create', 'update', 'delete'] as const;
export type Verb = (typeof VERBS)[number];

/** Actions of the policy, one of which the rules require; empty if no client is allowed. */
export type Gate = readonly Action[];

type Collections =
  | 'guestMemberships'
  | 'allFavourites'
  | 'allPlayPositions'
  | 'allLooks'
  | 'libraries'
  | 'members'
  | 'circles'
  | 'submissions'
  | 'activities'
  | 'counters'
  | 'items'
  | 'albums'
  | 'entries'
  | 'outline'
  | 'sheets'
  | 'rotations'
  | 'staleItems'
  | 'streams'
  | 'streamParts'
  | 'reprocessings'
  | 'invites'
  | 'requests'
  | 'signInCodes'
  | 'programs'
  | 'tvs'
  | 'tvPairings';
/** Every kind of document in model/paths. */
export type DocumentKind = Exclude<keyof typeof paths, Collections>;

const closed = { get: [], list: [], create: [], update: [], delete: [] } as const satisfies Record<Verb, Gate>;
const readableBy = <A extends Action>(action: A) => ({ ...closed, get: [action], list: [action] });

/** The actions that allow each request on each kind of document. A path of the model without a row does not compile. */
export const ACCESS: Readonly<Record<DocumentKind, Readonly<Record<Verb, Gate>>>> = {
  user: { ...closed, get: ['edit-own-settings'], create: ['edit-own-settings'], update: ['edit-own-settings'] },
  guestMembership: readableBy('edit-own-settings'),
  favourites: {
    ...closed,
    get: ['edit-own-settings'],
    create: ['edit-favourites'],
    update: ['edit-favourites'],
  },
  playPositions: {
    ...closed,
    get: ['edit-own-settings'],
    create: ['save-play-positions'],
    update: ['save-play-positions'],
  },
  looks: { ...closed, get: ['edit-own-settings'], create: ['save-looks'], update: ['save-looks'] },
  library: readableBy('view-library'),
  member: readableBy('view-members'),
  care: {
    ...closed,
    get: ['keep-own-care', 'help-viewers'],
    create: ['keep-own-care', 'help-viewers'],
    update: ['keep-own-care', 'help-viewers'],
  },
  circle: readableBy('view-circles'),
  // A guest gets their own submission by id.
  submission: { ...readableBy('view-submissions'), get: ['view-submissions', 'submit-items'] },
  activity: readableBy('view-activity'),
  counter: closed,
  // Updating takes over an expired announcement.
  item: { ...readableBy('view-items'), create: ['add-items'], update: ['add-items'] },
  // Guests find their albums through `guestMembership`.
  album: { ...readableBy('view-album'), list: ['view-library'] },
  entry: readableBy('view-album'),
  tombstone: readableBy('view-album'),
  outlinePage: readableBy('view-album'),
  sheet: readableBy('view-album'),
  lease: closed,
  staleItem: closed,
  stream: closed,
  streamPart: closed,
  reprocessing: closed,
  rotation: closed,
  rotationLock: closed,
  dailyUsage: closed,
  revocation: closed,
  albumRevocation: closed,
  invite: closed,
  request: closed,
  rates: closed,
  access: closed,
  signInCode: closed,
  program: closed,
  tv: { ...closed, get: ['view-own-tv'] },
  tvPairing: closed,
};

/** Actions that only the API performs; functions check them with the same policy. */
export const BY_ENDPOINT = {
  'download-original': 'openOriginals',
  'submit-items': 'createSubmission',
  'moderate-submissions': 'moderateSubmission',
  retry: 'retryItem',
  reprocess: 'reprocessItem',
  'reprocess-all': 'reprocessAlbum',
  'create-album': 'createAlbum',
  'edit-album': 'updateAlbum',
  'delete-album': 'deleteAlbum',
  'delete-own-album': 'restoreAlbum',
  'edit-items': 'editItems',
  'remove-from-album': 'removeFromAlbum',
  'trash-own-items': 'trashItems',
  'trash-items': 'restoreItems',
  'purge-items': 'purgeItems',
  'share-album': 'shareAlbums',
  'invite-guest': 'createInviteLink',
  'remove-guest': 'removeGuest',
  'invite-member': 'inviteByEmail',
  'restrict-all': 'setAudience',
  'manage-circles': 'updateCircle',
  'answer-requests': 'answerAccessRequest',
  'manage-members': 'changeRole',
  'delete-library': 'deleteLibrary',
  leave: 'leaveLibrary',
  'request-access': 'requestAccess',
  'preview-invite': 'previewInvite',
  'pair-tv': 'pairTv',
} as const satisfies Partial<Record<Action, EndpointName>>;
