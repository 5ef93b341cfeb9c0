import type { Action, CallName, paths } from '@maru/model';

export const VERBS = ['get', 'list', 'create', 'update', 'delete'] as const;
export type Verb = (typeof VERBS)[number];

/** What a client must be allowed to do, one of them, for rules to let it through; none is shut to every client. */
export type Gate = readonly Action[];

type Collections =
  | 'visits'
  | 'libraries'
  | 'members'
  | 'circles'
  | 'offers'
  | 'activities'
  | 'counters'
  | 'items'
  | 'albums'
  | 'entries'
  | 'rotations'
  | 'outdatedItems'
  | 'remakes'
  | 'invites'
  | 'asks';
/** Every kind of document that model/paths spells. */
export type Door = Exclude<keyof typeof paths, Collections>;

const shut = { get: [], list: [], create: [], update: [], delete: [] } as const satisfies Record<Verb, Gate>;
const seen = <A extends Action>(action: A) => ({ ...shut, get: [action], list: [action] });

/** Every document by every verb: which actions of the policy open it. A path of the model without a row does not compile. */
export const DOORS: Readonly<Record<Door, Readonly<Record<Verb, Gate>>>> = {
  user: { ...shut, get: ['keep-own-settings'], create: ['keep-own-settings'], update: ['keep-own-settings'] },
  visit: seen('keep-own-settings'),
  library: seen('see-library'),
  member: seen('see-members'),
  circle: seen('see-circles'),
  // The guest who made one gets it by its id.
  offer: { ...seen('see-offers'), get: ['see-offers', 'offer-items'] },
  activity: seen('see-activity'),
  counter: shut,
  // An update is the take-over of what never arrived.
  item: { ...seen('see-items'), create: ['add-items'], update: ['add-items'] },
  // A guest knows their albums by `visit`.
  album: { ...seen('see-album'), list: ['see-library'] },
  entry: seen('see-album'),
  lease: shut,
  outdated: shut,
  remake: shut,
  rotation: shut,
  turn: shut,
  day: shut,
  removal: shut,
  narrowing: shut,
  invite: shut,
  ask: shut,
  rates: shut,
  access: shut,
};

/** What is done by a callable and not by rules: functions check these by the same policy. */
export const BY_CALL = {
  'save-original': 'openOriginal',
  'offer-items': 'offer',
  'judge-offers': 'judgeOffer',
  'try-again': 'tryAgain',
  'make-again': 'makeAgain',
  'make-all-again': 'makeAllAgain',
  'make-album': 'makeAlbum',
  'share-album': 'shareAlbums',
  'invite-guest': 'makeInvite',
  'remove-guest': 'removeGuest',
  invite: 'invite',
  'narrow-all': 'setAudience',
  'keep-circles': 'changeCircle',
  'answer-asks': 'answerAsk',
  'keep-people': 'changeRole',
  'end-library': 'endLibrary',
  leave: 'leave',
  ask: 'ask',
  'look-at-invite': 'lookAtInvite',
} as const satisfies Partial<Record<Action, CallName>>;
