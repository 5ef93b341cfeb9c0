import { ALL, paths, ApiError, widenAudience, withAlbums, type ApiRequest, type ApiResponse } from '@maru/model';
import { distinct, requireAlbumOf } from '../library/albums.ts';
import type { Caller } from '../access/caller.ts';
import { changeSharing } from './change-sharing.ts';
import { requirePermission } from '../library/people.ts';
import { isSame, type SharingPorts } from './sharing-state.ts';

/** Sets who sees an album, or whether its guests may add. Who sees everything is for owners to say, and `all` has no guests. */
export async function setAudience(
  ports: SharingPorts,
  caller: Caller,
  { library, album, ...ask }: ApiRequest<'setAudience'>,
): Promise<ApiResponse<'setAudience'>> {
  await changeSharing(ports, caller, library, (house, tx) => {
    requirePermission(house.library, caller, album === ALL ? 'restrict-all' : 'share-album');
    const found = house.albums.get(album);
    if (!found) throw new ApiError('not-found');
    const wanted = ask.audience ? distinct(ask.audience) : found.audience;
    const guestUploads = ask.guestUploads ?? found.guestUploads;
    if (album === ALL && guestUploads !== 'no') throw new ApiError('invalid-request');
    if (ask.audience) requireAlbumOf(ask.audience, house, house.circles);
    if (isSame([found.audience, found.guestUploads], [wanted, guestUploads])) return undefined;
    const after = withAlbums(house, [album], ({ guests }) => ({ audience: wanted, guests }));
    return {
      after,
      told: [{ type: 'shared', target: found.title }],
      besides: () => tx.update(paths.album(library, album), { guestUploads }),
    };
  });
  return {};
}

/** Shows several albums to several people and circles more; nobody sees less afterwards. */
export async function shareAlbums(
  ports: SharingPorts,
  caller: Caller,
  { library, albums, people, circles }: ApiRequest<'shareAlbums'>,
): Promise<ApiResponse<'shareAlbums'>> {
  await changeSharing(ports, caller, library, (house) => {
    requirePermission(house.library, caller, 'share-album');
    if (albums.some((id) => !house.albums.has(id))) throw new ApiError('not-found');
    requireAlbumOf({ kind: 'people', people, circles }, house, house.circles);
    const after = withAlbums(house, albums, ({ audience, guests }) => ({
      audience: widenAudience(audience, people, circles),
      guests,
    }));
    const changed = [...house.albums].filter(([id, was]) => !isSame(was.audience, after.albums.get(id)?.audience));
    if (changed.some(([id]) => id === ALL)) requirePermission(house.library, caller, 'restrict-all');
    const [first, ...others] = changed.map(([, { title }]) => title);
    // One activity for all of them: a call may name a hundred.
    const more = others.length > 0 ? { otherCount: others.length } : {};
    return { after, told: first === undefined ? [] : [{ type: 'shared', target: first, ...more }] };
  });
  return {};
}
