import {
  ALL,
  MAX_ADDED_AT_ONCE,
  MAX_NAME,
  paths,
  readAlbum,
  readLibrary,
  readMember,
  type CallName,
  type ItemId,
  type LibraryId,
  type Uid,
} from '@maru/model';
import { describe, expect, test } from 'vitest';
import { client, person, until, type Client, type Person } from '../harness.ts';
import { look } from '../harness/look.ts';
import { freshAlbum, freshItem, freshLibrary } from '../harness/seed.ts';
import { add, drawing, owner, settled } from './adding.ts';

/** Asks what no type allows; gives the code of the refusal. */
const refused = (who: Client, name: CallName, ask: unknown): Promise<unknown> =>
  who.call(name, ask as never).then(
    (answer) => ({ answered: answer }),
    (error: unknown) => (error as { details?: { code?: string } }).details?.code ?? error,
  );

/** Invites somebody and lets them come. */
async function joined(
  library: LibraryId,
  by: Person,
  role: 'owner' | 'editor' | 'viewer',
  name = '엄마',
): Promise<Person> {
  const who = await person(name);
  await by.call('invite', { library, address: who.address, role });
  expect((await who.call('arrive', {})).joined).toEqual([library]);
  return who;
}

const readersOfAlbum = async (
  library: LibraryId,
  album: Parameters<typeof paths.album>[1],
): Promise<readonly string[]> => readAlbum(await look.doc(paths.album(library, album))).readers;

describe('making a library', () => {
  test('gives its maker the role of owner, a member and the album of everything', async () => {
    const { who, library } = await owner('한지우');
    expect(readLibrary(await look.doc(paths.library(library)))).toEqual({
      name: '우리 집',
      timeZone: 'Asia/Seoul',
      roles: { [who.uid]: 'owner' },
      members: [who.uid],
    });
    expect(readMember(await look.doc(paths.member(library, who.uid as Uid)))).toMatchObject({ name: '한지우' });
    expect(readAlbum(await look.doc(paths.album(library, ALL)))).toMatchObject({
      title: '모두',
      audience: { kind: 'library' },
      readers: [who.uid],
      count: 0,
    });
    await who.close();
  });

  test('is refused to nobody, to a stranger and to an address that nobody verified', async () => {
    const ask = { name: '남의 집', timeZone: 'Asia/Seoul' };
    const nobody = client();
    expect(await refused(nobody, 'makeLibrary', ask)).toBe('signed-out');
    const stranger = await person('이수진');
    expect(await refused(stranger, 'makeLibrary', ask)).toBe('may-not');
    const unverified = await person('가짜', { isVerified: false, mayBegin: true });
    expect(await refused(unverified, 'makeLibrary', ask)).toBe('unverified');
    expect(await refused(unverified, 'arrive', {})).toBe('unverified');
    await Promise.all([nobody.close(), stranger.close(), unverified.close()]);
  });

  test('is refused with names and zones that are none', async () => {
    const who = await person('지우', { mayBegin: true });
    for (const name of ['', '   ', '\u3164', 'a'.repeat(MAX_NAME + 1), 'two\nlines', 7, null])
      expect(await refused(who, 'makeLibrary', { name, timeZone: 'Asia/Seoul' })).toBe('bad-input');
    for (const timeZone of ['Asia/Atlantis', '', 9, undefined])
      expect(await refused(who, 'makeLibrary', { name: '집', timeZone })).toBe('bad-input');
    await who.close();
  });

  test('keeps names in one form of Hangul', async () => {
    const who = await person('지우', { mayBegin: true });
    const { library } = await who.call('makeLibrary', { name: ' 할머니 댁 '.normalize('NFD'), timeZone: 'Asia/Seoul' });
    expect(readLibrary(await look.doc(paths.library(library))).name).toBe('할머니 댁'.normalize('NFC'));
    await who.close();
  });
});

test('who arrives hears whether they may begin', async () => {
  const [named, stranger] = await Promise.all([person('지우', { mayBegin: true }), person('이수진')]);
  expect(await named.call('arrive', {})).toEqual({ joined: [], mayBegin: true });
  expect(await stranger.call('arrive', {})).toEqual({ joined: [], mayBegin: false });
  await Promise.all([named.close(), stranger.close()]);
});

describe('an invite', () => {
  test('waits for its address, written any way, and is gone when its person came', async () => {
    const { who, library } = await owner();
    const mother = await person('김영숙');
    await who.call('invite', { library, address: `  ${mother.address.toUpperCase()} `, role: 'viewer' });
    expect(await mother.call('arrive', {})).toEqual({ joined: [library], mayBegin: false });
    const found = readLibrary(await look.doc(paths.library(library)));
    expect(found.roles).toEqual({ [who.uid]: 'owner', [mother.uid]: 'viewer' });
    expect([...found.members].sort()).toEqual([who.uid, mother.uid].sort());
    expect(readMember(await look.doc(paths.member(library, mother.uid as Uid))).name).toBe('김영숙');
    expect(await readersOfAlbum(library, ALL)).toEqual([who.uid, mother.uid].sort());
    expect(await mother.call('arrive', {})).toEqual({ joined: [], mayBegin: false });
    await Promise.all([who.close(), mother.close()]);
  });

  test('has the same answer for an address that is unknown, invited or a member already', async () => {
    const { who, library } = await owner();
    const mother = await joined(library, who, 'viewer');
    const answers = [
      await who.call('invite', { library, address: 'nobody-knows@example.com', role: 'viewer' }),
      await who.call('invite', { library, address: 'nobody-knows@example.com', role: 'viewer' }),
      await who.call('invite', { library, address: mother.address, role: 'viewer' }),
    ];
    expect(answers).toEqual([{}, {}, {}]);
    await Promise.all([who.close(), mother.close()]);
  });

  test('raises a role and never lowers one', async () => {
    const { who, library } = await owner();
    const father = await joined(library, who, 'viewer', '한상철');
    const roleAfter = async (role: 'owner' | 'editor' | 'viewer'): Promise<unknown> => {
      await who.call('invite', { library, address: father.address, role });
      expect((await father.call('arrive', {})).joined).toEqual([]);
      return readLibrary(await look.doc(paths.library(library))).roles[father.uid as Uid];
    };
    expect(await roleAfter('editor')).toBe('editor');
    expect(await roleAfter('viewer')).toBe('editor');
    await Promise.all([who.close(), father.close()]);
  });

  test('is refused to who is no owner, and for what is no address or no role', async () => {
    const { who, library } = await owner();
    const editor = await joined(library, who, 'editor');
    const stranger = await person('이수진');
    const ask = { library, address: 'a@example.com', role: 'viewer' };
    expect(await refused(editor, 'invite', ask)).toBe('may-not');
    expect(await refused(stranger, 'invite', ask)).toBe('may-not');
    expect(await refused(who, 'invite', { ...ask, library: freshLibrary() })).toBe('may-not');
    expect(await refused(who, 'invite', { ...ask, library: '../libraries' })).toBe('bad-input');
    for (const address of ['', 'mother', 'a@b', `${'a'.repeat(300)}@example.com`, 'a@b.c, d@e.f', 5])
      expect(await refused(who, 'invite', { ...ask, address })).toBe('bad-input');
    expect(await refused(who, 'invite', { ...ask, role: 'guest' })).toBe('bad-input');
    await Promise.all([who.close(), editor.close(), stranger.close()]);
  });
});

describe('an album', () => {
  test('for single people is seen by them and by who tends the library, also by who comes later', async () => {
    const { who, library } = await owner();
    const [mother, father] = [
      await joined(library, who, 'viewer', '엄마'),
      await joined(library, who, 'viewer', '아빠'),
    ];
    const audience = { kind: 'people', people: [mother.uid as Uid] } as const;
    const { album } = await who.call('makeAlbum', { library, title: '생신 준비', audience });
    expect(await readersOfAlbum(library, album)).toEqual([who.uid, mother.uid].sort());
    const editor = await joined(library, who, 'editor', '도윤');
    expect(await readersOfAlbum(library, album)).toEqual([who.uid, mother.uid, editor.uid].sort());
    expect(await readersOfAlbum(library, ALL)).toHaveLength(4);
    await Promise.all([who.close(), mother.close(), father.close(), editor.close()]);
  });

  test('is refused to viewers, for people who are no members, and for audiences that are none', async () => {
    const { who, library } = await owner();
    const mother = await joined(library, who, 'viewer');
    const ask = { library, title: '여름', audience: { kind: 'library' } };
    expect(await refused(mother, 'makeAlbum', ask)).toBe('may-not');
    for (const audience of [
      { kind: 'people', people: ['somebody-else'] },
      { kind: 'people', people: [] },
      { kind: 'world' },
      undefined,
    ])
      expect(await refused(who, 'makeAlbum', { ...ask, audience })).toBe('bad-input');
    expect(await refused(who, 'makeAlbum', { ...ask, title: '' })).toBe('bad-input');
    await Promise.all([who.close(), mother.close()]);
  });

  test('gets items that the library has: what is ready at once, each once', async () => {
    const { who, library } = await owner();
    const { album } = await who.call('makeAlbum', { library, title: '여름', audience: { kind: 'library' } });
    const items = [await add(who, library, await drawing()), await add(who, library, await drawing())];
    for (const item of items) await settled(library, item);
    const ask = { library, album, items: [...items, freshItem()] };
    expect(await who.call('addToAlbum', ask)).toEqual({ added: 2 });
    expect(await who.call('addToAlbum', ask)).toEqual({ added: 0 });
    expect([...(await look.docs(paths.entries(library, album))).keys()].sort()).toEqual([...items].sort());
    await until(
      'it is counted',
      async () => readAlbum(await look.doc(paths.album(library, album))).count === 2 || undefined,
    );
    expect(await refused(who, 'addToAlbum', { ...ask, album: freshAlbum() })).toBe('not-found');
    const many = Array.from({ length: MAX_ADDED_AT_ONCE + 1 }, () => freshItem());
    for (const items of [[], many, ['x' as ItemId]])
      expect(await refused(who, 'addToAlbum', { ...ask, items })).toBe('bad-input');
    const mother = await joined(library, who, 'viewer');
    expect(await refused(mother, 'addToAlbum', ask)).toBe('may-not');
    await Promise.all([who.close(), mother.close()]);
  });

  test('that was chosen while adding has the item when it is ready; one that is not there is passed over', async () => {
    const { who, library } = await owner();
    const { album } = await who.call('makeAlbum', { library, title: '여름', audience: { kind: 'library' } });
    const item = await add(who, library, await drawing(), { albums: [ALL, album, freshAlbum()] });
    await settled(library, item);
    for (const one of [ALL, album]) expect([...(await look.docs(paths.entries(library, one))).keys()]).toEqual([item]);
    await who.close();
  });
});

describe('trying again', () => {
  test('makes a failed item again, under the same rev, and fails again by name', async () => {
    const { who, library } = await owner();
    const whole = await drawing(200, 150);
    const item = await add(who, library, whole.subarray(0, whole.length / 2));
    const first = await settled(library, item);
    expect(first).toMatchObject({ state: 'failed', failure: 'unreadable', rev: 1 });
    await who.call('tryAgain', { library, item });
    const again = await until('it failed again', async () => {
      const found = await settled(library, item);
      return (found.changed ?? 0) > (first.changed ?? 0) ? found : undefined;
    });
    expect(again).toMatchObject({ state: 'failed', failure: 'unreadable', rev: 1 });
    await who.close();
  });

  test('is refused for what trying cannot mend, for what is not there, and to viewers', async () => {
    const { who, library } = await owner();
    const item = await add(who, library, Buffer.from(`a letter ${Math.random()}`));
    expect(await settled(library, item)).toMatchObject({ failure: 'not-media' });
    expect(await refused(who, 'tryAgain', { library, item })).toBe('may-not');
    expect(await refused(who, 'tryAgain', { library, item: freshItem() })).toBe('not-found');
    const mother = await joined(library, who, 'viewer');
    expect(await refused(mother, 'tryAgain', { library, item })).toBe('may-not');
    const ready = await add(who, library, await drawing());
    await settled(library, ready);
    expect(await who.call('tryAgain', { library, item: ready })).toEqual({});
    expect(await settled(library, ready)).toMatchObject({ state: 'ready', rev: 1 });
    await Promise.all([who.close(), mother.close()]);
  });
});
