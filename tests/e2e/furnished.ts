import { randomBytes, randomInt } from 'node:crypto';
import { ALL, type AlbumId, type ItemId, type LibraryId } from '@maru/model';
import { add, settled } from '../functions/adding.ts';
import { person, type Person } from '../harness.ts';
import { jpegOf } from '../media/photo.ts';

/** A library of a demo person, with one album. */
export interface Furnished {
  library: LibraryId;
  album: AlbumId;
  /** Unique names of the library and the album. */
  name: string;
  title: string;
  /** The items of the album, oldest first. */
  items: ItemId[];
}

/** A person in the emulators' account picker. */
interface Demo {
  readonly name: string;
  readonly address: string;
}

/** The owner, the invited viewers and the number of photos in the album. */
export interface Furniture {
  owner: Demo;
  viewers?: readonly Demo[];
  photos?: number;
}

/** Returns a unique name. */
export const fresh = (word: string): string => `${word} ${randomBytes(3).toString('hex')}`;

async function photosOf(who: Person, library: LibraryId, album: AlbumId, count: number): Promise<ItemId[]> {
  const items: ItemId[] = [];
  for (let n = 1; n <= count; n += 1) {
    const [width, height] = n % 2 === 0 ? [600, 900] : [1200, 800];
    const taken = `2019:05:${String(n).padStart(2, '0')} 14:10:00`;
    const bytes = await jpegOf({ seed: randomInt(1, 2 ** 31), width, height, taken });
    items.push(await add(who, library, bytes, { albums: [ALL, album], fileName: `${String(n)}.jpg` }));
  }
  for (const item of items) await settled(library, item);
  return items;
}

/** Creates a library with an album and photos through the SDK and the API, for tests of what comes after. */
export async function furnished({ owner, viewers = [], photos = 0 }: Furniture): Promise<Furnished> {
  const who = await person(owner.name, { address: owner.address });
  const [name, title] = [fresh('우리 집'), fresh('제주 여름')];
  const { library } = await who.call('createLibrary', { name, timeZone: 'Asia/Seoul' });
  for (const { address } of viewers) await who.call('inviteByEmail', { library, address, role: 'viewer' });
  const { album } = await who.call('createAlbum', { library, title, audience: { kind: 'library' } });
  const items = await photosOf(who, library, album, photos);
  await who.close();
  return { library, album, name, title, items };
}

/** The paths of an album and of one of its items. */
export const albumAt = ({ library, album }: Furnished): string => `/l/${library}/a/${album}`;
export const itemAt = (home: Furnished, n: number): string => `${albumAt(home)}/${String(home.items[n])}`;
