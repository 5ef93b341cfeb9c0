import { paths, ApiError, withoutGuest, type AlbumId, type ApiRequest, type ApiResponse, type Uid } from '@maru/model';
import type { Caller } from '../access/caller.ts';
import { changeSharing, type SharingChange } from './change-sharing.ts';
import { requirePermission } from '../library/people.ts';
import { recordRevocation, type LibraryState, type SharingPorts } from './sharing-state.ts';

/** Takes a guest out of an album: only an invite that is made afterwards lets them in again. Who is out already stays so. */
export async function removeGuest(
  ports: SharingPorts,
  caller: Caller,
  { library, album, uid }: ApiRequest<'removeGuest'>,
): Promise<ApiResponse<'removeGuest'>> {
  await changeSharing(ports, caller, library, (house, tx) => {
    requirePermission(house.library, caller, 'remove-guest');
    const found = house.albums.get(album);
    if (!found) throw new ApiError('not-found');
    const guest = Object.hasOwn(found.guests, uid) ? found.guests[uid] : undefined;
    if (!guest) return undefined;
    return {
      after: withoutGuest(house, album, uid),
      told: [{ type: 'guest-removed', person: guest.name, target: found.title }],
      besides: (at) => recordRevocation(tx, paths.revocation(library, uid), at),
    };
  });
  return {};
}

/** What becomes of a library whose guest leaves an album; undefined where they are none of it. */
export function withoutGuestMembership(house: LibraryState, album: AlbumId, uid: Uid): SharingChange | undefined {
  const found = house.albums.get(album);
  if (!found || !Object.hasOwn(found.guests, uid)) return undefined;
  return { after: withoutGuest(house, album, uid), told: [{ type: 'guest-left', target: found.title }] };
}

/** Leaves an album that one is a guest of. */
export async function leaveAlbum(
  ports: SharingPorts,
  caller: Caller,
  { library, album }: ApiRequest<'leaveAlbum'>,
): Promise<ApiResponse<'leaveAlbum'>> {
  await changeSharing(ports, caller, library, (house) => {
    const found = house.albums.get(album);
    requirePermission(house.library, caller, 'leave', found);
    if (!found) throw new ApiError('not-found');
    return withoutGuestMembership(house, album, caller.uid);
  });
  return {};
}
