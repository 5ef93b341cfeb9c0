import { ALL, paths, type ItemId, type LibraryId, type Uid } from '@maru/model';
import { beforeAll, describe, expect, test } from 'vitest';
import { newItemId, newUid, exists, seedItem } from '../harness/seed.ts';
import { SERVER_TIME } from '../harness/firestore-values.ts';
import { clientAs } from './client.ts';
import { announcedItem, createFixture, type Fixture } from './fixture.ts';

let world: Fixture;
beforeAll(async () => {
  world = await createFixture();
});

/** What stands for an id and is none. */
const TRICKS = [
  '..',
  '.',
  '../all',
  '%2F',
  '..%2F..',
  'all%2Fentries',
  ' ',
  '*',
  '{item}',
  '=**',
  '__proto__',
  '__all__',
  'constructor',
  'all\u0000',
  'all\u200b',
  'ａll',
  '모두',
  'İ',
  'a\u0301',
  '\u{1F600}',
  'x'.repeat(1501),
];

describe.concurrent('an id that is a trick opens nothing', () => {
  test.each(TRICKS)('%j', async (trick) => {
    const { library, uids, item } = world;
    const editor = clientAs(uids.editor);
    const guest = clientAs(uids.guest);
    // As any kind of id.
    const id = trick as never;
    expect(await editor.set(paths.item(library, id), announcedItem(uids.editor)), 'item').not.toBe('allowed');
    for (const [what, path] of [
      ['library', paths.library(id)],
      ['item there', paths.item(id, item)],
      ['entry of it', paths.entry(library, id, item)],
      ['entry there', paths.entry(id, ALL, item)],
      ['settings', paths.user(id)],
      ['visit', paths.guestMembership(id, ALL)],
    ] as const) {
      expect(await guest.get(path), what).not.toBe('allowed');
      expect(await guest.set(path, { seenAt: SERVER_TIME }), what).not.toBe('allowed');
    }
  });
});

describe.concurrent('a uid that every object has', () => {
  test.each(['constructor', 'toString', 'hasOwnProperty', 'length', 'get', 'keys', 'data'])('%s', async (name) => {
    const { library, album } = world;
    const trickster = clientAs(name as Uid);
    for (const path of [
      paths.library(library),
      paths.album(library, album),
      paths.entry(library, album, world.item),
      paths.item(library, world.item),
      paths.circle(library, world.circle),
    ]) {
      expect(await trickster.get(path), path).toBe('denied');
    }
    expect(await trickster.set(paths.item(library, newItemId()), announcedItem(name as Uid))).toBe('denied');
  });
});

describe.concurrent('several writes at once', () => {
  const others: [string, (w: Fixture, item: ItemId) => readonly [string, Record<string, unknown>]][] = [
    ['a role', ({ library, uids }) => [paths.library(library), { roles: { [uids.editor]: 'owner' } }]],
    ['an album', ({ library, uids }) => [paths.album(library, ALL), { readers: [uids.editor] }]],
    ['an entry', ({ library, uids }, item) => [paths.entry(library, ALL, item), { by: uids.editor }]],
    ['an item of another’s', ({ library, uids }) => [paths.item(library, newItemId()), announcedItem(uids.owner)]],
    ['settings of another’s', ({ uids }) => [paths.user(uids.owner), { seenAt: SERVER_TIME }]],
    ['an invite', ({ invite }) => [paths.invite(invite), { uses: 9 }]],
  ];

  test.each(others)('are none where one is forbidden: %s', async (_, other) => {
    const { library, uids } = world;
    const item = newItemId();
    const [mine, forbidden] = [[paths.item(library, item), announcedItem(uids.editor)] as const, other(world, item)];
    expect(await clientAs(uids.editor).setAll([mine, forbidden])).toBe('denied');
    expect(await clientAs(uids.editor).setAll([forbidden, mine])).toBe('denied');
    expect(await exists(paths.item(library, item))).toBe(false);
  });

  test('are all where all are allowed', async () => {
    const { library, uids } = world;
    const items = [newItemId(), newItemId()];
    const writes = items.map((item) => [paths.item(library, item), announcedItem(uids.editor)] as const);
    expect(await clientAs(uids.editor).setAll(writes)).toBe('allowed');
    for (const item of items) expect(await exists(paths.item(library, item))).toBe(true);
  });
});

describe.concurrent('an id that somebody has taken', () => {
  test('is theirs until its end, and for ever once it was made', async () => {
    const { library, uids } = world;
    const take = (item: ItemId) => clientAs(uids.editor).set(paths.item(library, item), announcedItem(uids.editor));
    for (const state of ['uploading', 'processing', 'ready'] as const) {
      expect(await take(await seedItem(library, { uploader: uids.owner, state })), state).toBe('denied');
    }
    expect(await clientAs(uids.editor).remove(paths.item(library, world.item))).toBe('denied');
  });

  test('in one library is free in another, and no way into it', async () => {
    const { library, uids } = world;
    const elsewhere = await createFixture();
    const item = await seedItem(library, { uploader: uids.owner, state: 'ready' });
    const path = paths.item(elsewhere.library, item);
    expect(await clientAs(uids.editor).set(path, announcedItem(uids.editor))).toBe('denied');
    expect(await clientAs(elsewhere.uids.editor).set(path, announcedItem(elsewhere.uids.editor))).toBe('allowed');
    expect(await clientAs(elsewhere.uids.editor).get(paths.item(library, item))).toBe('denied');
  });
});

test('nobody gives themselves a role, an album or a place in a circle', async () => {
  const { library, uids, album, circle } = world;
  const newcomer = newUid('new');
  for (const uid of [uids.viewer, uids.guest, uids.stranger, newcomer, uids.editor]) {
    const asked = clientAs(uid);
    const roles = { [uid]: 'owner' };
    expect(await asked.update(paths.library(library), { roles, members: [uid] })).toBe('denied');
    expect(await asked.update(paths.album(library, album), { readers: [uid] })).toBe('denied');
    expect(await asked.update(paths.circle(library, circle), { members: [uid] })).toBe('denied');
    expect(await asked.set(paths.member(library, uid), { name: 'x', joinedAt: SERVER_TIME })).toBe('denied');
    expect(await asked.set(paths.library(newItemId().slice(0, 20) as LibraryId), { roles, members: [uid] })).toBe(
      'denied',
    );
  }
});
