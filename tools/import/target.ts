import { setTimeout as sleep } from 'node:timers/promises';
import {
  albumsFor,
  TRASH,
  ALL,
  can,
  isTemporary,
  MAX_ALBUMS_PER_ITEM,
  nameOf,
  principalOf,
  type Album,
  type AlbumId,
  type DemoPerson,
  type Library,
  type LibraryId,
  type MaruConfig,
} from '@maru/model';
import type { ImportArguments } from './arguments.ts';
import type { Client } from './client.ts';
import type { Messages } from './messages.ts';
import type { LocalFile } from './local-file.ts';

type AlbumSource = Pick<LocalFile, 'albums' | 'folder' | 'folderTitle'>;

/** The destination: the library and its name, the title of the album or of `all`, and the albums that a file is added to. */
export interface Target {
  readonly library: LibraryId;
  readonly name: string;
  readonly title: string;
  /**
   * The album on the command line, else those of the file's own albums or, if asked for, of its folder. An album that does not exist is created for the whole
   * library.
   */
  readonly albumsOf: (file: AlbumSource) => Promise<readonly AlbumId[]>;
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

/** A call that a limit or the network refuses is repeated for five minutes. */
const RETRIES = 60;
const RETRY_MS = 5000;

/** Repeats a call as long as it is refused only for now. */
async function withRetries<T>(call: () => Promise<T>): Promise<T> {
  for (let left = RETRIES; ; left -= 1) {
    try {
      return await call();
    } catch (error) {
      if (!isTemporary(error) || left === 0) throw error;
      await sleep(RETRY_MS);
    }
  }
}

/** Finds or creates albums by title, once each. */
function albumsByTitle(
  client: Client,
  library: LibraryId,
  known: readonly (readonly [AlbumId, Album])[],
): (title: string) => Promise<readonly AlbumId[]> {
  const byTitle = new Map<string, Promise<readonly AlbumId[]>>();
  const find = async (title: string): Promise<readonly AlbumId[]> => {
    const album = known.find(([id, one]) => id !== TRASH && one.title.normalize('NFC') === title);
    if (album) return albumsFor(album[0], album[1].audience, ALL);
    const audience = { kind: 'library' } as const;
    const created = await client.call('createAlbum', { library, title, audience });
    return albumsFor(created.album, audience, ALL);
  };
  return (title) => {
    const albums = byTitle.get(title) ?? withRetries(() => find(title));
    byTitle.set(title, albums);
    albums.catch(() => byTitle.delete(title));
    return albums;
  };
}

/** Finds the library, and the album on the command line, which is created if it does not exist. */
export async function targetOf(
  client: Client,
  args: Pick<ImportArguments, 'library' | 'album' | 'byFolder'>,
  messages: Messages,
): Promise<Target> {
  const [library, found] = libraryOf(await client.libraries(), args.library, client.name, messages);
  const { name } = found;
  if (!can(principalOf(found, client.uid), 'add-items')) throw new UsageError(messages.viewOnly(name));
  const known = await client.albums(library);
  const albumsOf = albumsByTitle(client, library, known);
  if (args.album !== undefined) {
    const albums = await albumsOf(args.album);
    return { library, name, title: args.album, albumsOf: () => Promise.resolve(albums) };
  }
  const title = known.find(([id]) => id === ALL)?.[1].title ?? '';
  const titlesOf = ({ albums = [], folder, folderTitle }: AlbumSource): readonly string[] => {
    if (albums.length > 0 || !args.byFolder) return albums;
    const title = folderTitle ?? nameOf(folder?.split('/').at(-1) ?? '');
    return title === undefined ? [] : [title];
  };
  return {
    ...{ library, name, title },
    albumsOf: async (file) => {
      const found: AlbumId[] = [];
      for (const one of titlesOf(file)) found.push(...(await albumsOf(one)));
      return found.length === 0 ? [ALL] : [...new Set(found)].slice(0, MAX_ALBUMS_PER_ITEM);
    },
  };
}
