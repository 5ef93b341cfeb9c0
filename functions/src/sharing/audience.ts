import { ALL, paths, ApiError, widenAudience, withAlbums, type ApiRequest, type ApiResponse } from '@maru/model';
import { distinct, requireValidAudience } from '../library/albums.ts';
import type { Caller } from '../access/caller.ts';
import { changeSharing } from './change-sharing.ts';
import { requirePermission } from '../library/people.ts';
import { isSame, type SharingPorts } from './sharing-state.ts';

/** Sets an album's audience or whether its guests may upload. Only owners may change `all`, which has no guests. */
export async function setAudience(
  ports: SharingPorts,
  caller: Caller,
  { library, album, ...change }: ApiRequest<'setAudience'>,
): Promise<ApiResponse<'setAudience'>> {
  await changeSharing(ports, caller, library, (state, tx) => {
    requirePermission(state.library, caller, album === ALL ? 'restrict-all' : 'share-album');
    const found = state.albums.get(album);
    if (!found) throw new ApiError('not-found');
    const wanted = change.audience ? distinct(change.audience) : found.audience;
    const guestUploads = change.guestUploads ?? found.guestUploads;
    if (album === ALL && guestUploads !== 'no') throw new ApiError('invalid-request');
    if (change.audience) requireValidAudience(change.audience, state, state.circles);
    if (isSame([found.audience, found.guestUploads], [wanted, guestUploads])) return undefined;
    const after = withAlbums(state, [album], ({ guests }) => ({ audience: wanted, guests }));
    return {
      after,
      activities: [{ type: 'shared', target: found.title }],
      writeMore: () => tx.update(paths.album(library, album), { guestUploads }),
    };
  });
  return {};
}

/** Adds people and circles to the audiences of several albums. */
export async function shareAlbums(
  ports: SharingPorts,
  caller: Caller,
  { library, albums, people, circles }: ApiRequest<'shareAlbums'>,
): Promise<ApiResponse<'shareAlbums'>> {
  await changeSharing(ports, caller, library, (state) => {
    requirePermission(state.library, caller, 'share-album');
    if (albums.some((id) => !state.albums.has(id))) throw new ApiError('not-found');
    requireValidAudience({ kind: 'people', people, circles }, state, state.circles);
    const after = withAlbums(state, albums, ({ audience, guests }) => ({
      audience: widenAudience(audience, people, circles),
      guests,
    }));
    const changed = [...state.albums].filter(([id, was]) => !isSame(was.audience, after.albums.get(id)?.audience));
    if (changed.some(([id]) => id === ALL)) requirePermission(state.library, caller, 'restrict-all');
    const [first, ...others] = changed.map(([, { title }]) => title);
    // One entry for all of them: a call may name a hundred albums.
    const more = others.length > 0 ? { otherCount: others.length } : {};
    return { after, activities: first === undefined ? [] : [{ type: 'shared', target: first, ...more }] };
  });
  return {};
}
