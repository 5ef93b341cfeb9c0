import { paths, ApiError, withoutGuest, type AlbumId, type ApiRequest, type ApiResponse, type Uid } from '@maru/model';
import type { Caller } from '../access/caller.ts';
import { changeSharing, type SharingChange } from './change-sharing.ts';
import { requirePermission } from '../library/people.ts';
import { recordRevocation, type LibraryState, type SharingPorts } from './sharing-state.ts';

/** Removes a guest from an album; only an invite created afterwards admits them again. Does nothing for anyone else. */
export async function removeGuest(
  ports: SharingPorts,
  caller: Caller,
  { library, album, uid }: ApiRequest<'removeGuest'>,
): Promise<ApiResponse<'removeGuest'>> {
  await changeSharing(ports, caller, library, (state, tx) => {
    requirePermission(state.library, caller, 'remove-guest');
    const found = state.albums.get(album);
    if (!found) throw new ApiError('not-found');
    const guest = Object.hasOwn(found.guests, uid) ? found.guests[uid] : undefined;
    if (!guest) return undefined;
    return {
      after: withoutGuest(state, album, uid),
      activities: [{ type: 'guest-removed', person: guest.name, target: found.title }],
      writeMore: (at) => recordRevocation(tx, paths.revocation(library, uid), at),
    };
  });
  return {};
}

/** The change that removes a guest from an album; undefined if they are not its guest. */
export function withoutGuestMembership(state: LibraryState, album: AlbumId, uid: Uid): SharingChange | undefined {
  const found = state.albums.get(album);
  if (!found || !Object.hasOwn(found.guests, uid)) return undefined;
  return { after: withoutGuest(state, album, uid), activities: [{ type: 'guest-left', target: found.title }] };
}

/** Ends the caller's guest membership of an album. */
export async function leaveAlbum(
  ports: SharingPorts,
  caller: Caller,
  { library, album }: ApiRequest<'leaveAlbum'>,
): Promise<ApiResponse<'leaveAlbum'>> {
  await changeSharing(ports, caller, library, (state) => {
    const found = state.albums.get(album);
    requirePermission(state.library, caller, 'leave', found);
    if (!found) throw new ApiError('not-found');
    return withoutGuestMembership(state, album, caller.uid);
  });
  return {};
}
