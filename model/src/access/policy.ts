import type { Album } from '../library/album.ts';
import type { AlbumId, Uid } from '../ids.ts';
import { roleOf, type Library } from '../library/member.ts';

/**
 * Who asks: by role in the library at hand; `guest` of the album at hand; `tv` is a screen that was paired (part 6 pairs
 * them: until then it may nothing); `stranger` is signed in, `nobody` is not.
 */
export const PRINCIPALS = ['owner', 'editor', 'viewer', 'guest', 'tv', 'stranger', 'nobody'] as const;
export type Principal = (typeof PRINCIPALS)[number];

/** What can be asked for in a library. Where an album is meant, being one of its readers is asked for besides (`mayLook`). */
export const ACTIONS = [
  'see-library',
  'see-members',
  'see-album',
  'see-items',
  'see-circles',
  'see-offers',
  'see-activity',
  'save-original',
  'add-items',
  'offer-items',
  'judge-offers',
  'try-again',
  'make-again',
  'make-all-again',
  'make-album',
  'share-album',
  'invite-guest',
  'remove-guest',
  'invite',
  'narrow-all',
  'keep-circles',
  'answer-asks',
  'keep-people',
  'end-library',
  'leave',
  'keep-own-settings',
  'ask',
  'look-at-invite',
] as const;
export type Action = (typeof ACTIONS)[number];

const OWNER = ['owner'] as const;
const TENDS = ['owner', 'editor'] as const;
const MEMBERS = ['owner', 'editor', 'viewer'] as const;

/** The one table. The UI shows or hides by it, functions refuse by it, the rules' tests are generated from it. */
export const POLICY: Readonly<Record<Action, readonly Principal[]>> = {
  'see-library': MEMBERS,
  'see-members': MEMBERS,
  'see-album': [...MEMBERS, 'guest'],
  'see-items': TENDS,
  'see-circles': TENDS,
  'see-offers': TENDS,
  'see-activity': OWNER,
  // The original tells where it was taken: the family may know, a guest keeps what the screen shows.
  'save-original': MEMBERS,
  'add-items': TENDS,
  'offer-items': ['guest'],
  'judge-offers': TENDS,
  'try-again': TENDS,
  'make-again': TENDS,
  // An album or the library: hours of machines, at the family's cost. An editor's own album could hold every item.
  'make-all-again': OWNER,
  'make-album': TENDS,
  'share-album': TENDS,
  'invite-guest': TENDS,
  'remove-guest': TENDS,
  invite: OWNER,
  'narrow-all': OWNER,
  'keep-circles': TENDS,
  'answer-asks': OWNER,
  'keep-people': OWNER,
  'end-library': OWNER,
  leave: [...MEMBERS, 'guest'],
  'keep-own-settings': [...MEMBERS, 'guest', 'stranger'],
  ask: [...MEMBERS, 'guest', 'stranger'],
  'look-at-invite': [...MEMBERS, 'guest', 'stranger', 'nobody'],
};

/** What may still be done in a library that was ended: look, save, go; nobody and nothing comes in any more. */
export const AFTER_THE_END: readonly Action[] = [
  'see-library',
  'see-members',
  'see-album',
  'see-items',
  'see-circles',
  'see-offers',
  'see-activity',
  'save-original',
  'remove-guest',
  'keep-people',
  'end-library',
  'leave',
];

/** Whether this may be done in a library by whoever may do it: in one that was ended, not all. */
export const isOpenFor = ({ endsAt }: Pick<Library, 'endsAt'>, action: Action): boolean =>
  endsAt === undefined || AFTER_THE_END.includes(action);

/** Whether this principal may do this. */
export const may = (principal: Principal, action: Action): boolean => POLICY[action].includes(principal);

/** Who `uid` is to a library, and to an album of it where one is meant; undefined is somebody signed out. */
export function principalOf(
  library: Pick<Library, 'roles'>,
  uid: Uid | undefined,
  album?: Pick<Album, 'guests'>,
): Principal {
  if (uid === undefined) return 'nobody';
  return roleOf(library, uid) ?? (album && Object.hasOwn(album.guests, uid) ? 'guest' : 'stranger');
}

/** Whether this person may look at this album and its entries. */
export const mayLook = (
  library: Pick<Library, 'roles'>,
  album: Pick<Album, 'readers' | 'guests'>,
  uid: Uid | undefined,
): boolean => uid !== undefined && may(principalOf(library, uid, album), 'see-album') && album.readers.includes(uid);

/** Every place where an item can show. Those of an album belong to it; the others gather from all that one may see. */
export const PLACES = [
  'entries',
  'sheets',
  'words',
  'comments',
  'counts',
  'search',
  'ranking',
  'on-this-day',
  'export',
] as const;
export type Place = (typeof PLACES)[number];

/** What a place asks of a person besides being a reader of the album that an item is seen through. */
const ASKS: Readonly<Record<Place, Action>> = {
  entries: 'see-album',
  sheets: 'see-album',
  words: 'see-album',
  comments: 'see-album',
  counts: 'see-album',
  search: 'see-album',
  ranking: 'see-album',
  'on-this-day': 'see-album',
  export: 'save-original',
};

/** What `maySee` looks at: the library, its albums by id, and who asks. */
export interface Onlooker {
  readonly library: Pick<Library, 'roles'>;
  readonly albums: ReadonlyMap<AlbumId, Pick<Album, 'readers' | 'guests'>>;
  readonly uid: Uid | undefined;
}

/**
 * The one answer to "may this person see this item, here?": through `album`, or, where none is meant (a search over all that
 * one has), through any album that it is in. What nobody may see in an album shows nowhere else either.
 */
export const maySee = (
  { library, albums, uid }: Onlooker,
  item: { readonly albums: readonly AlbumId[] },
  place: Place,
  album?: AlbumId,
): boolean =>
  item.albums.some((id) => {
    const through = albums.get(id);
    if (!through || (album !== undefined && id !== album)) return false;
    return mayLook(library, through, uid) && may(principalOf(library, uid, through), ASKS[place]);
  });
