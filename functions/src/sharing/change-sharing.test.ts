import { ALL, paths, type AlbumId, type CircleId, type LibraryId, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noIds, noQueue } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import type { RotateTask } from '../ports/queue.ts';
import { removeGuest } from './album-guests.ts';
import { setAudience } from './audience.ts';
import { createCircle, deleteCircle, updateCircle } from './circles.ts';
import { changeRole, leaveLibrary, removeMember } from './members.ts';

const library = 'a'.repeat(20) as LibraryId;
const circle = 'c'.repeat(20) as CircleId;
const secret = 'b'.repeat(20) as AlbumId;
const at = (uid: string): { uid: Uid; name: string } => ({ uid: uid as Uid, name: uid });
const everybody = { kind: 'library' } as const;
const nobody = { kind: 'people', people: [], circles: [] } as const;

const album = (audience: object, readers: string[]): Fields => ({
  ...{ title: '여름', by: 'owner', audience, readers, count: 0, createdAt: new Date(0) },
});

/** A library of an owner, an editor and a viewer, who cannot see one of the albums. */
function world(extra: Fields = {}) {
  const roles = { owner: 'owner', editor: 'editor', viewer: 'viewer' };
  const documents = new Map<string, Fields>([
    [paths.library(library), { name: '집', timeZone: 'Asia/Seoul', roles, members: Object.keys(roles), ...extra }],
    [paths.album(library, ALL), album(everybody, ['editor', 'owner', 'viewer'])],
    [paths.album(library, secret), album(nobody, ['editor', 'owner'])],
  ]);
  const enqueued: RotateTask[] = [];
  const logged: string[] = [];
  let ids = 0;
  const ports = {
    store: fakeDocuments(documents),
    clock: { now: () => 5000, sleep: () => Promise.resolve(), every: () => () => undefined },
    ids: { ...noIds, circle: () => circle, random: () => `id${(ids += 1)}` },
    queue: { ...noQueue, rotateTokens: (task: RotateTask) => Promise.resolve(void enqueued.push(task)) },
    log: (what: string) => void logged.push(what),
    accounts: { remove: () => Promise.resolve() },
  };
  const below = (path: string): Fields[] => [...documents].filter(([one]) => one.startsWith(path)).map(([, f]) => f);
  return { ports, enqueued, logged, documents, below };
}

test('enqueues a rotation of everything when someone may no longer see every item', async () => {
  const { ports, enqueued, below } = world();
  await changeRole(ports, at('owner'), { library, uid: 'editor' as Uid, role: 'viewer' });
  const [rotation] = below(paths.rotations(library));
  expect(rotation).toEqual({ albums: [secret], everything: true, at: new Date(5000) });
  expect(enqueued).toHaveLength(1);
});

test('rotates only the album that someone lost', async () => {
  const { ports, enqueued, below } = world();
  await setAudience(ports, at('owner'), { library, album: ALL, audience: nobody, guestUploads: 'no' });
  expect(below(paths.rotations(library))).toMatchObject([{ albums: [ALL], everything: false }]);
  await setAudience(ports, at('owner'), { library, album: ALL, audience: everybody, guestUploads: 'no' });
  await changeRole(ports, at('owner'), { library, uid: 'viewer' as Uid, role: 'editor' });
  expect(enqueued).toHaveLength(1);
});

test('keeps the change and leaves the rotation to the sweeper if the queue fails', async () => {
  const { ports, logged, documents, below } = world();
  Object.assign(ports.queue, { rotateTokens: () => Promise.reject(new Error('the queue is down')) });
  await removeMember(ports, at('owner'), { library, uid: 'viewer' as Uid });
  expect(documents.get(paths.library(library))).toMatchObject({ roles: { owner: 'owner', editor: 'editor' } });
  expect([logged, below(paths.rotations(library)).length]).toEqual([['could not enqueue a rotation'], 1]);
});

test('deletes the care of a member who leaves, and keeps it for one whose role changes', async () => {
  const { ports, documents } = world();
  const uid = 'viewer' as Uid;
  documents.set(paths.care(library, uid), { lastLooked: 'hidden' });
  await changeRole(ports, at('owner'), { library, uid, role: 'editor' });
  expect(documents.has(paths.care(library, uid))).toBe(true);
  await leaveLibrary(ports, at('viewer'), { library });
  expect(documents.has(paths.care(library, uid))).toBe(false);
});

test('changes nothing when it refuses', async () => {
  const { ports, documents } = world();
  const before = new Map(documents);
  await expect(leaveLibrary(ports, at('owner'), { library })).rejects.toThrow('last-owner');
  await expect(createCircle(ports, at('viewer'), { library, name: '외가', members: [] })).rejects.toThrow('forbidden');
  expect(documents).toEqual(before);
});

test('lets people leave a deleted library, but nobody see more of it', async () => {
  const { ports, documents } = world({ deleteAt: new Date(9000) });
  const request = { library, album: secret, audience: everybody, guestUploads: 'no' } as const;
  await expect(setAudience(ports, at('owner'), request)).rejects.toThrow('forbidden');
  await leaveLibrary(ports, at('viewer'), { library });
  expect(documents.get(paths.library(library))).toMatchObject({ members: ['owner', 'editor'] });
  const guests = { guest: { name: '손님', since: new Date(0) } };
  documents.set(paths.album(library, secret), { ...album(nobody, ['editor', 'guest', 'owner']), guests });
  await removeGuest(ports, at('editor'), { library, album: secret, uid: 'guest' as Uid });
  expect(documents.get(paths.album(library, secret))).toMatchObject({ guests: {}, readers: ['editor', 'owner'] });
});

test('keeps the settings of an album that a request does not name', async () => {
  const { ports, documents } = world();
  await setAudience(ports, at('owner'), { library, album: secret, guestUploads: 'yes' });
  expect(documents.get(paths.album(library, secret))).toMatchObject({ audience: nobody, guestUploads: 'yes' });
  await setAudience(ports, at('owner'), { library, album: secret, audience: everybody });
  expect(documents.get(paths.album(library, secret))).toMatchObject({ audience: everybody, guestUploads: 'yes' });
});

test('keeps the members of a renamed circle, and the name of one with new members', async () => {
  const { ports, documents } = world();
  documents.set(paths.circle(library, circle), { name: '외가', members: ['viewer'] });
  await updateCircle(ports, at('owner'), { library, circle, name: '엄마 쪽' });
  expect(documents.get(paths.circle(library, circle))).toEqual({ name: '엄마 쪽', members: ['viewer'] });
  await updateCircle(ports, at('owner'), { library, circle, members: ['editor' as Uid] });
  expect(documents.get(paths.circle(library, circle))).toEqual({ name: '엄마 쪽', members: ['editor'] });
});

test('lets only owners change the members of a circle in the audience of `all`', async () => {
  const { ports, documents } = world();
  const request = { library, circle, members: [] };
  await createCircle(ports, at('editor'), { library, name: '외가', members: ['viewer' as Uid] });
  await setAudience(ports, at('owner'), { library, album: ALL, audience: { ...nobody, circles: [circle] } });
  const readers = () => documents.get(paths.album(library, ALL))?.['readers'];
  expect(readers()).toEqual(['editor', 'owner', 'viewer']);
  await expect(updateCircle(ports, at('editor'), request)).rejects.toThrow('forbidden');
  await expect(deleteCircle(ports, at('editor'), request)).rejects.toThrow('forbidden');
  // Nobody's view changes today, but an editor who becomes a viewer would keep it.
  const editors = { ...request, members: ['viewer', 'editor'] as Uid[] };
  await expect(updateCircle(ports, at('editor'), editors)).rejects.toThrow('forbidden');
  await updateCircle(ports, at('editor'), { library, circle, name: '외가 식구' });
  expect(readers()).toEqual(['editor', 'owner', 'viewer']);
  await updateCircle(ports, at('owner'), request);
  expect(readers()).toEqual(['editor', 'owner']);
  await setAudience(ports, at('owner'), { library, album: ALL, audience: everybody });
  await deleteCircle(ports, at('editor'), request);
  expect(documents.has(paths.circle(library, circle))).toBe(false);
});
