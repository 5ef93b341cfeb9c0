import type { Action, EndpointName, paths } from '@maru/model';

export const VERBS = ['get', 'list', 'create', 'update', 'delete'] as const;
export type Verb = (typeof VERBS)[number];

/** What a client must be allowed to do, one of them, for rules to let it through; none is shut to every client. */
export type Gate = readonly Action[];

type Collections =
  | 'guestMemberships'
  | 'libraries'
  | 'members'
  | 'circles'
  | 'submissions'
  | 'activities'
  | 'counters'
  | 'items'
  | 'albums'
  | 'entries'
  | 'rotations'
  | 'staleItems'
  | 'reprocessings'
  | 'invites'
  | 'requests';
/** Every kind of document that model/paths spells. */
export type Door = Exclude<keyof typeof paths, Collections>;

const shut = { get: [], list: [], create: [], update: [], delete: [] } as const satisfies Record<Verb, Gate>;
const seen = <A extends Action>(action: A) => ({ ...shut, get: [action], list: [action] });

/** Every document by every verb: which actions of the policy open it. A path of the model without a row does not compile. */
export const DOORS: Readonly<Record<Door, Readonly<Record<Verb, Gate>>>> = {
  user: { ...shut, get: ['edit-own-settings'], create: ['edit-own-settings'], update: ['edit-own-settings'] },
  guestMembership: seen('edit-own-settings'),
  library: seen('view-library'),
  member: seen('view-members'),
  circle: seen('view-circles'),
  // The guest who made one gets it by its id.
  submission: { ...seen('view-submissions'), get: ['view-submissions', 'submit-items'] },
  activity: seen('view-activity'),
  counter: shut,
  // An update is the take-over of what never arrived.
  item: { ...seen('view-items'), create: ['add-items'], update: ['add-items'] },
  // A guest knows their albums by `guestMembership`.
  album: { ...seen('view-album'), list: ['view-library'] },
  entry: seen('view-album'),
  lease: shut,
  staleItem: shut,
  reprocessing: shut,
  rotation: shut,
  rotationLock: shut,
  dailyUsage: shut,
  revocation: shut,
  albumRevocation: shut,
  invite: shut,
  request: shut,
  rates: shut,
  access: shut,
};

/** What the API does and rules do not: functions check these by the same policy. */
export const BY_CALL = {
  'download-original': 'openOriginal',
  'submit-items': 'createSubmission',
  'moderate-submissions': 'moderateSubmission',
  retry: 'retryItem',
  reprocess: 'reprocessItem',
  'reprocess-all': 'reprocessAlbum',
  'create-album': 'createAlbum',
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
} as const satisfies Partial<Record<Action, EndpointName>>;
