import {
  albumsFor,
  ALL,
  can,
  principalOf,
  type AlbumId,
  type DemoPerson,
  type Library,
  type LibraryId,
  type MaruConfig,
} from '@maru/model';
import type { Client } from './client.ts';
import type { Messages } from './messages.ts';

/** Where files go: the library, its name, the album's title, and every album that the items are added to. */
export interface Target {
  readonly library: LibraryId;
  readonly name: string;
  readonly title: string;
  readonly albums: readonly AlbumId[];
}

/** The arguments cannot be carried out. The message is for the user; the exit code is 2. */
export class UsageError extends Error {}

/** The person with this address, or the first owner; throws UsageError with the list of people. */
export function personOf(config: MaruConfig, address: string | undefined, words: Messages): DemoPerson {
  const people = config.emulators?.people ?? [];
  const found = people.find((one) => (address === undefined ? one.role === 'owner' : one.address === address));
  if (found) return found;
  const list = people.map((one) => `  ${one.address}  ${one.name}`).join('\n');
  throw new UsageError(words.noPerson(address ?? '', list));
}

/** The library of this name (or id), or the only one; throws UsageError with the choices. */
export function libraryOf(
  libraries: readonly (readonly [LibraryId, Library])[],
  asked: string | undefined,
  who: string,
  words: Messages,
): readonly [LibraryId, Library] {
  if (libraries.length === 0) throw new UsageError(words.noLibrary(who));
  const list = libraries.map(([, { name }]) => `  ${name.normalize('NFC')}`).join('\n');
  const [first, ...rest] = libraries.filter(
    ([id, { name }]) => asked === undefined || id === asked || name.normalize('NFC') === asked,
  );
  if (first === undefined) throw new UsageError(words.unknownLibrary(asked ?? '', list));
  // Two libraries with the same name are listed with their ids.
  if (rest.length > 0) {
    const named = asked === undefined ? list : [first, ...rest].map(([id, { name }]) => `  ${id}  ${name}`).join('\n');
    throw new UsageError(words.whichLibrary(named));
  }
  return first;
}

/** Finds the library and album; an album that does not exist is created for the whole library. */
export async function targetOf(
  client: Client,
  asked: { readonly library?: string; readonly album?: string },
  who: string,
  words: Messages,
): Promise<Target> {
  const [library, found] = libraryOf(await client.libraries(), asked.library, who, words);
  const { name } = found;
  if (!can(principalOf(found, client.uid), 'add-items')) throw new UsageError(words.mayNotAdd(name));
  const albums = await client.albums(library);
  const all = albums.find(([id]) => id === ALL)?.[1].title ?? '';
  if (asked.album === undefined) return { library, name, title: all, albums: [ALL] };
  const known = albums.find(([, { title }]) => title.normalize('NFC') === asked.album);
  if (known) return { library, name, title: asked.album, albums: albumsFor(known[0], known[1].audience, ALL) };
  const audience = { kind: 'library' } as const;
  const { album } = await client.call('createAlbum', { library, title: asked.album, audience });
  return { library, name, title: asked.album, albums: albumsFor(album, audience, ALL) };
}
