import {
  paths,
  readAlbum,
  readLibrary,
  type Activity,
  type AlbumId,
  type Audience,
  type EndpointName,
  type LibraryId,
  type Role,
  type Uid,
} from '@maru/model';
import { signInAs, type Client, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { seed } from '../harness/seed.ts';
import { createLibrary } from './uploading.ts';

/** Makes a call that may violate its type. Returns the error code, or `{ response }` if it succeeded. */
export const tryCall = (person: Client, name: EndpointName, request: unknown): Promise<unknown> =>
  person.call(name, request as never).then(
    (response) => ({ response }),
    (error: unknown) => (error as { details?: { code?: string } }).details?.code ?? error,
  );

/** Invites a person and signs them in. */
export async function addMember(library: LibraryId, by: Person, role: Role, name = '엄마'): Promise<Person> {
  const person = await signInAs(name);
  await by.call('inviteByEmail', { library, address: person.address, role });
  const { joined } = await person.call('onSignIn', {});
  if (!joined.includes(library)) throw new Error(`${name} did not join`);
  return person;
}

/** Creates a library with an owner and members of these roles, in this order. */
export async function createFamily<const R extends readonly Role[]>(
  ...roles: R
): Promise<{ library: LibraryId; owner: Person; people: { [K in keyof R]: Person }; close: () => Promise<void> }> {
  const { owner, library } = await createLibrary();
  const people: Person[] = [];
  for (const role of roles) people.push(await addMember(library, owner, role));
  const close = async (): Promise<void> => {
    await Promise.all([owner, ...people].map((one) => one.close()));
  };
  return { library, owner, people: people as { [K in keyof R]: Person }, close };
}

/** An audience of these people. */
export const forPeople = (...people: Person[]): Audience => ({
  kind: 'people',
  people: people.map(({ uid }) => uid as Uid),
  circles: [],
});

/** The readers of an album. */
export const readersOf = async (library: LibraryId, album: AlbumId): Promise<readonly string[]> =>
  readAlbum(await inspect.doc(paths.album(library, album))).readers;

/** The roles in a library. */
export const rolesOf = async (library: LibraryId): Promise<Record<string, Role>> =>
  readLibrary(await inspect.doc(paths.library(library))).roles;

/** The activities of a library, oldest first, without times. */
export const activitiesOf = async (library: LibraryId): Promise<Omit<Activity, 'at'>[]> =>
  [...(await inspect.docs(paths.activities(library)))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { at: _at, expiresAt: _expiresAt, ...rest }]) => rest as unknown as Omit<Activity, 'at'>);

/** Adds a guest to an album by writing the documents, without an invite. */
export async function addGuest(library: LibraryId, album: AlbumId, name = '손님'): Promise<Person> {
  const person = await signInAs(name);
  const fields = (await inspect.doc(paths.album(library, album))) ?? {};
  const { readers, guests } = readAlbum(fields);
  const since = new Date();
  await seed(paths.album(library, album), {
    ...fields,
    ...{ createdAt: new Date(0) },
    readers: [...readers, person.uid].sort(),
    guests: { ...guests, [person.uid as Uid]: { name, since } },
  });
  await seed(paths.guestMembership(person.uid as Uid, album), { library, since });
  return person;
}
