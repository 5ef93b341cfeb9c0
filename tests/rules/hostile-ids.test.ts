import { ALL, paths, type ItemId, type LibraryId, type Uid } from '@maru/model';
import { beforeAll, describe, expect, test } from 'vitest';
import { newItemId, newUid, exists, seedItem } from '../harness/seed.ts';
import { SERVER_TIME } from '../harness/firestore-values.ts';
import { clientAs } from './client.ts';
import { announcedItem, createFixture, type Fixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});

/** Hostile texts in place of ids. */
const HOSTILE_IDS = [
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

describe.concurrent('a hostile id gives no access', () => {
  test.each(HOSTILE_IDS)('%j', async (hostileId) => {
    const { library, uids, item } = fixture;
    const editor = clientAs(uids.editor);
    const guest = clientAs(uids.guest);
    // As any kind of id.
    const id = hostileId as never;
    expect(await editor.set(paths.item(library, id), announcedItem(uids.editor)), 'item').not.toBe('allowed');
    for (const [label, path] of [
      ['library', paths.library(id)],
      ['existing item', paths.item(id, item)],
      ['its entry', paths.entry(library, id, item)],
      ['existing entry', paths.entry(id, ALL, item)],
      ['settings', paths.user(id)],
      ['guest membership', paths.guestMembership(id, ALL)],
    ] as const) {
      expect(await guest.get(path), label).not.toBe('allowed');
      expect(await guest.set(path, { seenAt: SERVER_TIME }), label).not.toBe('allowed');
    }
  });
});

describe.concurrent('names of object properties are no uids', () => {
  test.each(['constructor', 'toString', 'hasOwnProperty', 'length', 'get', 'keys', 'data'])('%s', async (name) => {
    const { library, album } = fixture;
    const client = clientAs(name as Uid);
    for (const path of [
      paths.library(library),
      paths.album(library, album),
      paths.entry(library, album, fixture.item),
      paths.item(library, fixture.item),
      paths.circle(library, fixture.circle),
    ]) {
      expect(await client.get(path), path).toBe('denied');
    }
    expect(await client.set(paths.item(library, newItemId()), announcedItem(name as Uid))).toBe('denied');
  });
});

describe.concurrent('several writes in one commit', () => {
  const forbiddenWrites: [string, (w: Fixture, item: ItemId) => readonly [string, Record<string, unknown>]][] = [
    ['a role', ({ library, uids }) => [paths.library(library), { roles: { [uids.editor]: 'owner' } }]],
    ['an album', ({ library, uids }) => [paths.album(library, ALL), { readers: [uids.editor] }]],
    ['an entry', ({ library, uids }, item) => [paths.entry(library, ALL, item), { by: uids.editor }]],
    ["another person's item", ({ library, uids }) => [paths.item(library, newItemId()), announcedItem(uids.owner)]],
    ["another person's settings", ({ uids }) => [paths.user(uids.owner), { seenAt: SERVER_TIME }]],
    ['an invite', ({ invite }) => [paths.invite(invite), { uses: 9 }]],
  ];

  test.each(forbiddenWrites)('fail together if one is denied: %s', async (_, forbiddenWrite) => {
    const { library, uids } = fixture;
    const item = newItemId();
    const [own, forbidden] = [
      [paths.item(library, item), announcedItem(uids.editor)] as const,
      forbiddenWrite(fixture, item),
    ];
    expect(await clientAs(uids.editor).setAll([own, forbidden])).toBe('denied');
    expect(await clientAs(uids.editor).setAll([forbidden, own])).toBe('denied');
    expect(await exists(paths.item(library, item))).toBe(false);
  });

  test('succeed together if all are allowed', async () => {
    const { library, uids } = fixture;
    const items = [newItemId(), newItemId()];
    const writes = items.map((item) => [paths.item(library, item), announcedItem(uids.editor)] as const);
    expect(await clientAs(uids.editor).setAll(writes)).toBe('allowed');
    for (const item of items) expect(await exists(paths.item(library, item))).toBe(true);
  });
});

describe.concurrent('an announced id', () => {
  test('belongs to its uploader until it expires, and permanently once processed', async () => {
    const { library, uids } = fixture;
    const announceAs = (item: ItemId) =>
      clientAs(uids.editor).set(paths.item(library, item), announcedItem(uids.editor));
    for (const state of ['uploading', 'processing', 'ready'] as const) {
      expect(await announceAs(await seedItem(library, { uploader: uids.owner, state })), state).toBe('denied');
    }
    expect(await clientAs(uids.editor).remove(paths.item(library, fixture.item))).toBe('denied');
  });

  test('is free in another library and gives no access to this one', async () => {
    const { library, uids } = fixture;
    const otherFixture = await createFixture();
    const item = await seedItem(library, { uploader: uids.owner, state: 'ready' });
    const path = paths.item(otherFixture.library, item);
    expect(await clientAs(uids.editor).set(path, announcedItem(uids.editor))).toBe('denied');
    expect(await clientAs(otherFixture.uids.editor).set(path, announcedItem(otherFixture.uids.editor))).toBe('allowed');
    expect(await clientAs(otherFixture.uids.editor).get(paths.item(library, item))).toBe('denied');
  });
});

test('nobody gives themselves a role, an album or a circle', async () => {
  const { library, uids, album, circle } = fixture;
  const newcomer = newUid('new');
  for (const uid of [uids.viewer, uids.guest, uids.stranger, newcomer, uids.editor]) {
    const client = clientAs(uid);
    const roles = { [uid]: 'owner' };
    expect(await client.update(paths.library(library), { roles, members: [uid] })).toBe('denied');
    expect(await client.update(paths.album(library, album), { readers: [uid] })).toBe('denied');
    expect(await client.update(paths.circle(library, circle), { members: [uid] })).toBe('denied');
    expect(await client.set(paths.member(library, uid), { name: 'x', joinedAt: SERVER_TIME })).toBe('denied');
    expect(await client.set(paths.library(newItemId().slice(0, 20) as LibraryId), { roles, members: [uid] })).toBe(
      'denied',
    );
  }
});
