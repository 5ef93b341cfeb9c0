import type { Album } from '../library/album.ts';
import type { AlbumId, Uid } from '../ids.ts';
import { roleOf, type Library } from '../library/member.ts';

/**
 * Who asks: by role in the library at hand; `guest` of the album at hand; `tv` is a screen that was paired (part 6 pairs
 * them: until then it may nothing); `stranger` is signed in, `nobody` is not.
 */
export const PRINCIPALS = ['owner', 'editor', 'viewer', 'guest', 'tv', 'stranger', 'nobody'] as const;
export type Principal = (typeof PRINCIPALS)[number];

/** What can be asked for in a library. Where an album is meant, being one of its readers is asked for besides (`canViewAlbum`). */
export const ACTIONS = [
  'view-library',
  'view-members',
  'view-album',
  'view-items',
  'view-circles',
  'view-submissions',
  'view-activity',
  'download-original',
  'add-items',
  'submit-items',
  'moderate-submissions',
  'retry',
  'reprocess',
  'reprocess-all',
  'create-album',
  'share-album',
  'invite-guest',
  'remove-guest',
  'invite-member',
  'restrict-all',
  'manage-circles',
  'answer-requests',
  'manage-members',
  'delete-library',
  'leave',
  'edit-own-settings',
  'request-access',
  'preview-invite',
] as const;
export type Action = (typeof ACTIONS)[number];

const OWNER = ['owner'] as const;
const EDITORS = ['owner', 'editor'] as const;
const MEMBERS = ['owner', 'editor', 'viewer'] as const;

/** The one table. The UI shows or hides by it, functions refuse by it, the rules' tests are generated from it. */
export const POLICY: Readonly<Record<Action, readonly Principal[]>> = {
  'view-library': MEMBERS,
  'view-members': MEMBERS,
  'view-album': [...MEMBERS, 'guest'],
  'view-items': EDITORS,
  'view-circles': EDITORS,
  'view-submissions': EDITORS,
  'view-activity': OWNER,
  // The original tells where it was taken: the family may know, a guest keeps what the screen shows.
  'download-original': MEMBERS,
  'add-items': EDITORS,
  'submit-items': ['guest'],
  'moderate-submissions': EDITORS,
  retry: EDITORS,
  reprocess: EDITORS,
  // An album or the library: hours of machines, at the family's cost. An editor's own album could hold every item.
  'reprocess-all': OWNER,
  'create-album': EDITORS,
  'share-album': EDITORS,
  'invite-guest': EDITORS,
  'remove-guest': EDITORS,
  'invite-member': OWNER,
  'restrict-all': OWNER,
  'manage-circles': EDITORS,
  'answer-requests': OWNER,
  'manage-members': OWNER,
  'delete-library': OWNER,
  leave: [...MEMBERS, 'guest'],
  'edit-own-settings': [...MEMBERS, 'guest', 'stranger'],
  'request-access': [...MEMBERS, 'guest', 'stranger'],
  'preview-invite': [...MEMBERS, 'guest', 'stranger', 'nobody'],
};

/** What may still be done in a library that was ended: look, save, go; nobody and nothing comes in any more. */
export const ALLOWED_PENDING_DELETION: readonly Action[] = [
  'view-library',
  'view-members',
  'view-album',
  'view-items',
  'view-circles',
  'view-submissions',
  'view-activity',
  'download-original',
  'remove-guest',
  'manage-members',
  'delete-library',
  'leave',
];

/** Whether this may be done in a library by whoever may do it: in one that was ended, not all. */
export const isAvailable = ({ endsAt }: Pick<Library, 'endsAt'>, action: Action): boolean =>
  endsAt === undefined || ALLOWED_PENDING_DELETION.includes(action);

/** Whether this principal may do this. */
export const can = (principal: Principal, action: Action): boolean => POLICY[action].includes(principal);

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
export const canViewAlbum = (
  library: Pick<Library, 'roles'>,
  album: Pick<Album, 'readers' | 'guests'>,
  uid: Uid | undefined,
): boolean => uid !== undefined && can(principalOf(library, uid, album), 'view-album') && album.readers.includes(uid);

/** Every place where an item can show. Those of an album belong to it; the others gather from all that one may see. */
export const SURFACES = [
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
export type Surface = (typeof SURFACES)[number];

/** What a place asks of a person besides being a reader of the album that an item is seen through. */
const REQUIRED: Readonly<Record<Surface, Action>> = {
  entries: 'view-album',
  sheets: 'view-album',
  words: 'view-album',
  comments: 'view-album',
  counts: 'view-album',
  search: 'view-album',
  ranking: 'view-album',
  'on-this-day': 'view-album',
  export: 'download-original',
};

/** What `canViewItem` looks at: the library, its albums by id, and who asks. */
export interface Viewer {
  readonly library: Pick<Library, 'roles'>;
  readonly albums: ReadonlyMap<AlbumId, Pick<Album, 'readers' | 'guests'>>;
  readonly uid: Uid | undefined;
}

/**
 * The one answer to "may this person see this item, here?": through `album`, or, where none is meant (a search over all that
 * one has), through any album that it is in. What nobody may see in an album shows nowhere else either.
 */
export const canViewItem = (
  { library, albums, uid }: Viewer,
  item: { readonly albums: readonly AlbumId[] },
  place: Surface,
  album?: AlbumId,
): boolean =>
  item.albums.some((id) => {
    const through = albums.get(id);
    if (!through || (album !== undefined && id !== album)) return false;
    return canViewAlbum(library, through, uid) && can(principalOf(library, uid, through), REQUIRED[place]);
  });
