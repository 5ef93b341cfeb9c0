import type { Album } from '../library/album.ts';
import type { AlbumId, Uid } from '../ids.ts';
import { albumsWithEntry, type ItemPlaces } from '../library/item.ts';
import { roleOf, type Library } from '../library/member.ts';

/**
 * Everyone who can make a request: the roles of a library; `guest` of the album in question; `tv`, a paired
 * screen, for which a member chose albums; `stranger`, signed in without access; `nobody`, signed out.
 */
export const PRINCIPALS = ['owner', 'editor', 'viewer', 'guest', 'tv', 'stranger', 'nobody'] as const;
export type Principal = (typeof PRINCIPALS)[number];

/** Everything that needs a permission. Actions on an album also require being one of its readers (`canViewAlbum`). */
export const ACTIONS = [
  'view-library',
  'view-members',
  'view-album',
  'view-items',
  'view-circles',
  'view-submissions',
  'view-activity',
  'download-original',
  'edit-favourites',
  'save-play-positions',
  'save-looks',
  'keep-own-care',
  'help-viewers',
  'add-items',
  'submit-items',
  'moderate-submissions',
  'retry',
  'reprocess',
  'reprocess-all',
  'create-album',
  'edit-album',
  'delete-album',
  'delete-own-album',
  'edit-items',
  'remove-from-album',
  'trash-items',
  'trash-own-items',
  'purge-items',
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
  'pair-tv',
  'view-own-tv',
] as const;
export type Action = (typeof ACTIONS)[number];

const OWNER = ['owner'] as const;
const EDITORS = ['owner', 'editor'] as const;
const MEMBERS = ['owner', 'editor', 'viewer'] as const;

/** Who may do what. The UI shows controls by this table, functions check it, the tests of the security rules are generated from it. */
export const POLICY: Readonly<Record<Action, readonly Principal[]>> = {
  'view-library': MEMBERS,
  'view-members': MEMBERS,
  // A TV: albums that were chosen for it, while its member may view them.
  'view-album': [...MEMBERS, 'guest', 'tv'],
  'view-items': EDITORS,
  'view-circles': EDITORS,
  'view-submissions': EDITORS,
  'view-activity': OWNER,
  // Originals contain the location, which is for the family only.
  'download-original': MEMBERS,
  // Their own.
  'edit-favourites': MEMBERS,
  'save-play-positions': MEMBERS,
  'save-looks': MEMBERS,
  // How their app is shown, and when they last looked: read by owners, who help them.
  'keep-own-care': ['viewer'],
  // A viewer's care, but not when they last looked, which only that viewer writes.
  'help-viewers': OWNER,
  'add-items': EDITORS,
  'submit-items': ['guest'],
  'moderate-submissions': EDITORS,
  retry: EDITORS,
  reprocess: EDITORS,
  // Reprocesses a whole album or library: hours of compute. An editor's own album could contain every item.
  'reprocess-all': OWNER,
  'create-album': EDITORS,
  'edit-album': EDITORS,
  'delete-album': OWNER,
  // An album that they created.
  'delete-own-album': EDITORS,
  'edit-items': EDITORS,
  'remove-from-album': EDITORS,
  // Moves items to the trash, and restores them.
  'trash-items': OWNER,
  // Items that they uploaded.
  'trash-own-items': EDITORS,
  'purge-items': OWNER,
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
  // Lets a TV show albums that they may view.
  'pair-tv': MEMBERS,
  'view-own-tv': ['tv'],
};

/** Actions that remain available in a library pending deletion: viewing, saving, removing people and leaving. */
const ALLOWED_PENDING_DELETION: readonly Action[] = [
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

/** Returns whether an action is available in a library at all; pending deletion restricts it. */
export const isAvailable = ({ deleteAt }: Pick<Library, 'deleteAt'>, action: Action): boolean =>
  deleteAt === undefined || ALLOWED_PENDING_DELETION.includes(action);

/** Returns whether the policy allows `action` for `principal`. */
export const can = (principal: Principal, action: Action): boolean => POLICY[action].includes(principal);

/** Returns the principal of `uid` (undefined: signed out) in a library, or for one album of it. */
export function principalOf(
  library: Pick<Library, 'roles'>,
  uid: Uid | undefined,
  album?: Pick<Album, 'guests'>,
): Principal {
  if (uid === undefined) return 'nobody';
  return roleOf(library, uid) ?? (album && Object.hasOwn(album.guests, uid) ? 'guest' : 'stranger');
}

/** Returns whether `uid` may view an album and its entries. */
export const canViewAlbum = (
  library: Pick<Library, 'roles'>,
  album: Pick<Album, 'readers' | 'guests'>,
  uid: Uid | undefined,
): boolean => uid !== undefined && can(principalOf(library, uid, album), 'view-album') && album.readers.includes(uid);

/** One album as a person (undefined: signed out) opens it. */
export interface AlbumView {
  readonly library: Pick<Library, 'roles'>;
  readonly id: AlbumId;
  readonly album: Pick<Album, 'readers' | 'guests'>;
  readonly uid: Uid | undefined;
}

/** Returns whether a person may download the original of an item in this album. An item in the trash is only there, a deleted one nowhere. */
export const canDownloadItem = ({ library, id, album, uid }: AlbumView, item: ItemPlaces): boolean =>
  albumsWithEntry(item).includes(id) &&
  canViewAlbum(library, album, uid) &&
  can(principalOf(library, uid, album), 'download-original');
