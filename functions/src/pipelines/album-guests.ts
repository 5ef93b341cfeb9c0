import { paths, Refused, withoutGuest, type Calls } from '@maru/model';
import type { Caller } from './caller.ts';
import { change } from './change.ts';
import { mustMay } from './people.ts';
import type { SharingPorts } from './sharing.ts';

/** Takes a guest out of an album: only an invite that is made afterwards lets them in again. Who is out already stays so. */
export async function removeGuest(
  ports: SharingPorts,
  caller: Caller,
  { library, album, uid }: Calls['removeGuest']['ask'],
): Promise<Calls['removeGuest']['answer']> {
  await change(ports, caller, library, (house, tx) => {
    mustMay(house.library, caller, 'share-album');
    const found = house.albums.get(album);
    if (!found) throw new Refused('not-found');
    const guest = Object.hasOwn(found.guests, uid) ? found.guests[uid] : undefined;
    if (!guest) return Promise.resolve(undefined);
    return Promise.resolve({
      after: withoutGuest(house, album, uid),
      told: [{ did: 'guest-removed', whom: guest.name, what: found.title }],
      besides: (at) => tx.set(paths.removal(library, uid), { at: new Date(at) }),
    });
  });
  return {};
}

/** Leaves an album that one is a guest of. */
export async function leaveAlbum(
  ports: SharingPorts,
  caller: Caller,
  { library, album }: Calls['leaveAlbum']['ask'],
): Promise<Calls['leaveAlbum']['answer']> {
  await change(ports, caller, library, (house) => {
    const found = house.albums.get(album);
    mustMay(house.library, caller, 'leave', found);
    if (!found) throw new Refused('not-found');
    if (!Object.hasOwn(found.guests, caller.uid)) return Promise.resolve(undefined);
    const after = withoutGuest(house, album, caller.uid);
    return Promise.resolve({ after, told: [{ did: 'guest-left', what: found.title }] });
  });
  return {};
}
