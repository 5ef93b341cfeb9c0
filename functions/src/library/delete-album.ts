import {
  ALL,
  ApiError,
  paths,
  RESTORE_ALBUM_S,
  withDeletion,
  type Album,
  type AlbumId,
  type ApiRequest,
  type ApiResponse,
} from '@maru/model';
import type { Caller } from '../access/caller.ts';
import { changeSharing } from '../sharing/change-sharing.ts';
import type { LibraryState, SharingPorts } from '../sharing/sharing-state.ts';
import { isOpen } from '../trash/items-with-videos.ts';
import { requirePermission } from './people.ts';

/** The album that the caller may delete or restore; throws ApiError. */
function requireDeletable({ library, albums }: LibraryState, caller: Caller, album: AlbumId): Album {
  const found = albums.get(album);
  requirePermission(library, caller, found?.by === caller.uid ? 'delete-own-album' : 'delete-album');
  if (!found) throw new ApiError('not-found');
  return found;
}

/**
 * Deletes an album, which was merged into the album `into` if that is given: takes it from its readers at once. `sweepDeletedAlbums` removes
 * the rest when it can no longer be restored.
 */
export async function deleteAlbum(
  ports: SharingPorts,
  caller: Caller,
  { library, album, into }: ApiRequest<'deleteAlbum'>,
): Promise<ApiResponse<'deleteAlbum'>> {
  if (album === ALL || into === ALL || into === album) throw new ApiError('invalid-request');
  const deletedAt = ports.clock.now();
  await changeSharing(ports, caller, library, (state, tx) => {
    const found = requireDeletable(state, caller, album);
    if (found.deletedAt !== undefined) return undefined;
    if (into !== undefined) {
      requirePermission(state.library, caller, 'add-items');
      if (!isOpen(state.albums.get(into))) throw new ApiError('not-found');
    }
    return {
      after: withDeletion(state, album, deletedAt),
      activities: [{ type: 'album-deleted', target: found.title }],
      writeMore: () => tx.update(paths.album(library, album), { deletedAt: new Date(deletedAt), mergedInto: into }),
    };
  });
  return {};
}

/** Restores a deleted album for everybody who may see it now, until the sweeper may have begun to remove it. */
export async function restoreAlbum(
  ports: SharingPorts,
  caller: Caller,
  { library, album }: ApiRequest<'restoreAlbum'>,
): Promise<ApiResponse<'restoreAlbum'>> {
  await changeSharing(ports, caller, library, (state, tx) => {
    const { deletedAt, title } = requireDeletable(state, caller, album);
    if (deletedAt === undefined) return undefined;
    if (ports.clock.now() >= deletedAt + RESTORE_ALBUM_S * 1000) throw new ApiError('not-found');
    return {
      after: withDeletion(state, album, undefined),
      activities: [{ type: 'album-restored', target: title }],
      writeMore: () => tx.update(paths.album(library, album), { deletedAt: undefined, mergedInto: undefined }),
    };
  });
  return {};
}
