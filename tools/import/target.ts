import {
  albumsFor,
  TRASH,
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

/** The destination: the library and its name, the title of the album, and all albums that the items are added to. */
export interface Target {
  readonly library: LibraryId;
  readonly name: string;
  readonly title: string;
  readonly albums: readonly AlbumId[];
}

/** Invalid arguments. The message is for the user; the exit code is 2. */
export class UsageError extends Error {}

/** The person with this address, or the first owner; throws UsageError with the list of people. */
export function personOf(config: MaruConfig, address: string | undefined, messages: Messages): DemoPerson {
  const people = config.emulators?.people ?? [];
  const found = people.find((one) => (address === undefined ? one.role === 'owner' : one.address === address));
  if (found) return found;
  const list = people.map((one) => `  ${one.address}  ${one.name}`).join('\n');
  throw new UsageError(messages.unknownPerson(address ?? '', list));
}

/** The library of this name (or id), or the only one; throws UsageError with the choices. */
export function libraryOf(
  libraries: readonly (readonly [LibraryId, Library])[],
  wanted: string | undefined,
  who: string,
  messages: Messages,
): readonly [LibraryId, Library] {
  if (libraries.length === 0) throw new UsageError(messages.noLibrary(who));
  const list = libraries.map(([, { name }]) => `  ${name.normalize('NFC')}`).join('\n');
  const [first, ...rest] = libraries.filter(
    ([id, { name }]) => wanted === undefined || id === wanted || name.normalize('NFC') === wanted,
  );
  if (first === undefined) throw new UsageError(messages.unknownLibrary(wanted ?? '', list));
  // Two libraries with the same name are listed with their ids.
  if (rest.length > 0) {
    const choices =
      wanted === undefined ? list : [first, ...rest].map(([id, { name }]) => `  ${id}  ${name}`).join('\n');
    throw new UsageError(messages.whichLibrary(choices));
  }
  return first;
}

/** Finds the library and album; an album that does not exist is created for the whole library. */
export async function targetOf(
  client: Client,
  args: { readonly library?: string; readonly album?: string },
  messages: Messages,
): Promise<Target> {
  const [library, found] = libraryOf(await client.libraries(), args.library, client.name, messages);
  const { name } = found;
  if (!can(principalOf(found, client.uid), 'add-items')) throw new UsageError(messages.viewOnly(name));
  const albums = await client.albums(library);
  const all = albums.find(([id]) => id === ALL)?.[1].title ?? '';
  if (args.album === undefined) return { library, name, title: all, albums: [ALL] };
  const known = albums.find(([id, { title }]) => id !== TRASH && title.normalize('NFC') === args.album);
  if (known) return { library, name, title: args.album, albums: albumsFor(known[0], known[1].audience, ALL) };
  const audience = { kind: 'library' } as const;
  const { album } = await client.call('createAlbum', { library, title: args.album, audience });
  return { library, name, title: args.album, albums: albumsFor(album, audience, ALL) };
}
