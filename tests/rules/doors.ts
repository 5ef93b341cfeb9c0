import type { Action, paths } from '@maru/model';

export const VERBS = ['get', 'list', 'create', 'update', 'delete'] as const;
export type Verb = (typeof VERBS)[number];

/** What a client must be allowed to do for rules to let it through; `functions` is shut to every client. */
export type Gate = Action | 'functions';

type Collections = 'libraries' | 'members' | 'items' | 'albums' | 'entries' | 'invites';
/** Every kind of document that model/paths spells. */
export type Door = Exclude<keyof typeof paths, Collections>;

const shut = {
  get: 'functions',
  list: 'functions',
  create: 'functions',
  update: 'functions',
  delete: 'functions',
} as const satisfies Record<Verb, Gate>;

/** Every document by every verb: which action of the policy opens it. A path of the model without a row does not compile. */
export const DOORS: Readonly<Record<Door, Readonly<Record<Verb, Gate>>>> = {
  user: { ...shut, get: 'keep-own-settings', create: 'keep-own-settings', update: 'keep-own-settings' },
  library: { ...shut, get: 'see-library', list: 'see-library' },
  member: { ...shut, get: 'see-members', list: 'see-members' },
  counter: shut,
  // An update is the take-over of what never arrived.
  item: { ...shut, get: 'see-items', list: 'see-items', create: 'add-items', update: 'add-items' },
  album: { ...shut, get: 'see-album', list: 'see-album' },
  entry: { ...shut, get: 'see-album', list: 'see-album' },
  lease: shut,
  invite: shut,
  access: shut,
};

/** What is done by a callable and not by rules: model/calls checks these by the same policy. */
export const BY_CALL = { 'make-album': 'makeAlbum', invite: 'invite', 'try-again': 'tryAgain' } as const;
