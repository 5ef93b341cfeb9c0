import { expect } from 'vitest';
import {
  paths,
  readAlbum,
  readLibrary,
  type AlbumId,
  type CallName,
  type LibraryId,
  type Role,
  type Uid,
} from '@maru/model';
import { person, type Client, type Person } from '../harness.ts';
import { look } from '../harness/look.ts';

/** Asks what no type allows; gives the code of the refusal, or what was answered all the same. */
export const refused = (who: Client, name: CallName, ask: unknown): Promise<unknown> =>
  who.call(name, ask as never).then(
    (answer) => ({ answered: answer }),
    (error: unknown) => (error as { details?: { code?: string } }).details?.code ?? error,
  );

/** Invites somebody by their address and lets them come. */
export async function joined(library: LibraryId, by: Person, role: Role, name = '엄마'): Promise<Person> {
  const who = await person(name);
  await by.call('invite', { library, address: who.address, role });
  expect((await who.call('arrive', {})).joined).toEqual([library]);
  return who;
}

/** Makes an album for single people, or for nobody but who tends the library. */
export const albumFor = async (by: Person, library: LibraryId, people: Person[] = []): Promise<AlbumId> => {
  const audience = { kind: 'people', people: people.map(({ uid }) => uid as Uid), circles: [] } as const;
  return (await by.call('makeAlbum', { library, title: '엄마 쪽', audience })).album;
};

/** Who may read an album. */
export const readersOf = async (library: LibraryId, album: AlbumId): Promise<readonly string[]> =>
  readAlbum(await look.doc(paths.album(library, album))).readers;

/** Who somebody is in a library. */
export const roleOf = async (library: LibraryId, { uid }: Person): Promise<Role | undefined> =>
  readLibrary(await look.doc(paths.library(library))).roles[uid as Uid];

/** What the owners of a library were told, the oldest first. */
export const toldOwners = async (library: LibraryId): Promise<Record<string, unknown>[]> =>
  [...(await look.docs(paths.activities(library)))].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, told]) => told);

/** Ends what a test opened. */
export const closed = async (...clients: Client[]): Promise<void> => {
  await Promise.all(clients.map((one) => one.close()));
};
