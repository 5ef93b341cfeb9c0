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

/** Asks what no type allows; gives the code of the refusal, or what was answered. */
export const tryCall = (who: Client, name: EndpointName, ask: unknown): Promise<unknown> =>
  who.call(name, ask as never).then(
    (answer) => ({ answered: answer }),
    (error: unknown) => (error as { details?: { code?: string } }).details?.code ?? error,
  );

/** Invites somebody and lets them come. */
export async function addMember(library: LibraryId, by: Person, role: Role, name = '엄마'): Promise<Person> {
  const who = await signInAs(name);
  await by.call('inviteByEmail', { library, address: who.address, role });
  const { joined: came } = await who.call('onSignIn', {});
  if (!came.includes(library)) throw new Error(`${name} did not come`);
  return who;
}

/** A library with its owner and these people, in this order. */
export async function createFamily<const R extends readonly Role[]>(
  ...roles: R
): Promise<{ library: LibraryId; host: Person; people: { [K in keyof R]: Person }; end: () => Promise<void> }> {
  const { who: host, library } = await createLibrary();
  const people: Person[] = [];
  for (const role of roles) people.push(await addMember(library, host, role));
  const end = async (): Promise<void> => {
    await Promise.all([host, ...people].map((one) => one.close()));
  };
  return { library, host, people: people as { [K in keyof R]: Person }, end };
}

/** An audience of these people. */
export const forPeople = (...people: Person[]): Audience => ({
  kind: 'people',
  people: people.map(({ uid }) => uid as Uid),
  circles: [],
});

/** Who may read an album now. */
export const readersOf = async (library: LibraryId, album: AlbumId): Promise<readonly string[]> =>
  readAlbum(await inspect.doc(paths.album(library, album))).readers;

/** The roles in a library now. */
export const rolesOf = async (library: LibraryId): Promise<Record<string, Role>> =>
  readLibrary(await inspect.doc(paths.library(library))).roles;

/** What owners were told, the latest last, without its times. */
export const activitiesOf = async (library: LibraryId): Promise<Omit<Activity, 'at'>[]> =>
  [...(await inspect.docs(paths.activities(library)))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { at: _at, expiresAt: _expiresAt, ...rest }]) => rest as unknown as Omit<Activity, 'at'>);

/** Makes somebody the guest of an album as functions do, past an invite. */
export async function addGuest(library: LibraryId, album: AlbumId, name = '손님'): Promise<Person> {
  const who = await signInAs(name);
  const fields = (await inspect.doc(paths.album(library, album))) ?? {};
  const { readers, guests } = readAlbum(fields);
  const since = new Date();
  await seed(paths.album(library, album), {
    ...fields,
    ...{ madeAt: new Date(0), summarizedAt: new Date(0) },
    readers: [...readers, who.uid].sort(),
    guests: { ...guests, [who.uid as Uid]: { name, since } },
  });
  await seed(paths.guestMembership(who.uid as Uid, album), { library, since });
  return who;
}
