import { randomBytes, randomInt } from 'node:crypto';
import { ALL, type AlbumId, type ItemId, type LibraryId } from '@maru/model';
import { FATHER, MOTHER, OWNER } from '../../tools/demo/people.ts';
import { uploadItem, waitUntilProcessed } from '../functions/uploading.ts';
import { signInAs, type Person } from '../harness.ts';
import { jpegOf } from '../media/photo.ts';
import type { Account } from './app.ts';

/** A library of a demo person, with one album. */
export interface TestLibrary {
  library: LibraryId;
  album: AlbumId;
  /** Unique names of the library and the album. */
  name: string;
  title: string;
  /** The items of the album, oldest first. */
  items: ItemId[];
}

/** The owner, the invited viewers and the number of photos in the album. */
export interface LibraryOptions {
  owner: Account;
  viewers?: readonly Account[];
  photos?: number;
}

/** Returns a unique name. */
export const unique = (word: string): string => `${word} ${randomBytes(3).toString('hex')}`;

async function uploadPhotos(ownerClient: Person, library: LibraryId, album: AlbumId, count: number): Promise<ItemId[]> {
  const items: ItemId[] = [];
  for (let n = 1; n <= count; n += 1) {
    const [width, height] = n % 2 === 0 ? [600, 900] : [1200, 800];
    const takenAt = `2019:05:${String(n).padStart(2, '0')} 14:10:00`;
    const bytes = await jpegOf({ seed: randomInt(1, 2 ** 31), width, height, takenAt });
    items.push(await uploadItem(ownerClient, library, bytes, { albums: [ALL, album], fileName: `${String(n)}.jpg` }));
  }
  for (const item of items) await waitUntilProcessed(library, item);
  return items;
}

/** Creates a library with an album and photos through the SDK and the API, for tests of what comes after. */
export async function createTestLibrary({ owner, viewers = [], photos = 0 }: LibraryOptions): Promise<TestLibrary> {
  const ownerClient = await signInAs(owner.name, { address: owner.address });
  const [name, title] = [unique('우리 집'), unique('제주 여름')];
  const { library } = await ownerClient.call('createLibrary', { name, timeZone: 'Asia/Seoul' });
  for (const { address } of viewers) await ownerClient.call('inviteByEmail', { library, address, role: 'viewer' });
  const { album } = await ownerClient.call('createAlbum', { library, title, audience: { kind: 'library' } });
  const items = await uploadPhotos(ownerClient, library, album, photos);
  await ownerClient.close();
  return { library, album, name, title, items };
}

/** Creates a library of the owner that mother and father have joined. */
export async function createFamily(): Promise<TestLibrary> {
  const viewers = [MOTHER, FATHER];
  const fixture = await createTestLibrary({ owner: OWNER, viewers });
  for (const { name, address } of viewers) {
    const viewer = await signInAs(name, { address });
    await viewer.call('onSignIn', {});
    await viewer.close();
  }
  return fixture;
}

/** The paths of a library, its people page, its album and one of the items. */
export const libraryPath = ({ library }: TestLibrary): string => `/l/${library}`;
export const peoplePath = (fixture: TestLibrary): string => `${libraryPath(fixture)}/people`;
export const albumPath = ({ library, album }: TestLibrary): string => `/l/${library}/a/${album}`;
export const itemPath = (fixture: TestLibrary, n: number): string =>
  `${albumPath(fixture)}/${String(fixture.items[n])}`;
