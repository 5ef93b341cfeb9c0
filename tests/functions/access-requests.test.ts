import {
  paths,
  readAccess,
  readAccessRequest,
  readMember,
  type LibraryId,
  type ApiRequest,
  type Uid,
} from '@maru/model';
import { describe, expect, test } from 'vitest';
import { createClient, signInAs, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { newLibraryId, seed } from '../harness/seed.ts';
import { DEMO_PEOPLE } from '../../tools/demo/people.ts';
import { createLibrary } from './uploading.ts';
import { addMember, readersOf, tryCall, rolesOf, activitiesOf } from './members.ts';
import { createAlbumFor, closeAll, createInvite } from './inviting.ts';

type Asked = ApiRequest<'requestAccess'>;
const words = '영숙이 조카예요. 사진을 보고 싶어요.';
const kept = ({ uid }: Person): Promise<Record<string, unknown> | undefined> => inspect.doc(paths.request(uid as Uid));
const listed = async (by: Person) => (await by.call('listAccessRequests', {})).asks;

/** Whom the emulators' own set-up named as owner of the installation, as a deploy does. */
const host = (): Promise<Person> => signInAs(DEMO_PEOPLE[0].name, { address: DEMO_PEOPLE[0].address });

describe('asking', () => {
  test('is kept once a person, the latest, and shown to owners', async () => {
    const { who, library } = await createLibrary();
    const [sujin, editor] = [await signInAs('이수진'), await addMember(library, who, 'editor')];
    expect(await sujin.call('requestAccess', { library, name: '이수', words: '' })).toEqual({});
    expect(
      await sujin.call('requestAccess', { library, name: ' 이수진 ', words: ` ${words.normalize('NFD')} ` }),
    ).toEqual({});
    const [ask, ...more] = await listed(who);
    expect(more).toEqual([]);
    expect(ask).toEqual({ uid: sujin.uid, name: '이수진', words, address: sujin.address, library, at: ask?.at });
    expect((await who.call('onSignIn', {})).asks).toBe(1);
    for (const one of [editor, sujin]) {
      expect(await listed(one)).toEqual([]);
      expect((await one.call('onSignIn', {})).asks).toBe(0);
    }
    await closeAll(who, sujin, editor);
  });

  test('says the same of a library that is not there, that ended, or that is theirs, and keeps nothing', async () => {
    const { who, library } = await createLibrary();
    const ended = (await createLibrary()).library;
    await seed(paths.library(ended), {
      ...(await inspect.doc(paths.library(ended))),
      endsAt: new Date(Date.now() + 1e9),
    });
    const [sujin, mother] = [await signInAs('이수진'), await addMember(library, who, 'viewer')];
    for (const one of [newLibraryId(), ended])
      expect(await sujin.call('requestAccess', { library: one, name: '이수진', words })).toEqual({});
    expect(await mother.call('requestAccess', { library, name: '엄마', words })).toEqual({});
    for (const one of [sujin, mother]) expect(await kept(one)).toBeUndefined();
    await closeAll(who, sujin, mother);
  });

  test('reaches the owners by an invite that is over, and no library by one that nobody made', async () => {
    const { who, library } = await createLibrary();
    const album = await createAlbumFor(who, library);
    const own = await createInvite(who, library, { as: 'guest', album, for: 'somebody-else@example.com' });
    const sujin = await signInAs('이수진');
    expect(await tryCall(sujin, 'redeemInvite', { secret: own })).toBe('wrong-person');
    expect(await sujin.call('requestAccess', { secret: own, name: '이수진', words })).toEqual({});
    expect((await listed(who)).map(({ uid }) => uid)).toEqual([sujin.uid]);
    expect(JSON.stringify(await kept(sujin))).not.toContain(own);
    for (const secret of ['a'.repeat(32), '../x'])
      expect(await sujin.call('requestAccess', { secret, name: '이수진', words })).toEqual({});
    expect(readAccessRequest(await kept(sujin)).library).toBeUndefined();
    expect(await listed(who)).toEqual([]);
    await closeAll(who, sujin);
  });

  test('is bounded in its form and, by the day, in its number', async () => {
    const { library } = await createLibrary();
    const ask: Asked = { library, name: '이수진', words };
    for (const wrong of [
      ...['', '  ', 'a\nb', 'a'.repeat(81), 7, null, undefined].map((name) => ({ name })),
      ...['a\nb', 'a'.repeat(201), 7, null, undefined, ['a']].map((one) => ({ words: one })),
      ...['', 'all', '../libraries', 7].map((one) => ({ library: one })),
      { secret: 7 },
      { secret: 'a'.repeat(2000) },
    ]) {
      const stranger = await signInAs('낯선 사람');
      expect(await tryCall(stranger, 'requestAccess', { ...ask, ...wrong }), JSON.stringify(wrong)).toBe('bad-input');
      expect(await kept(stranger)).toBeUndefined();
      await stranger.close();
    }
    const sujin = await signInAs('이수진');
    for (let i = 1; i <= 3; i += 1) await sujin.call('requestAccess', { ...ask, words: `${String(i)}번째` });
    expect(await tryCall(sujin, 'requestAccess', ask)).toBe('too-often');
    expect(readAccessRequest(await kept(sujin)).words).toBe('3번째');
    const [nobody, unverified] = [createClient(), await signInAs('가짜', { isVerified: false })];
    expect(await tryCall(nobody, 'requestAccess', ask)).toBe('signed-out');
    for (const call of ['requestAccess', 'listAccessRequests', 'answerAccessRequest'] as const)
      expect(await tryCall(unverified, call, { ...ask, uid: sujin.uid, answer: { kind: 'no' } })).toBe('unverified');
    await closeAll(sujin, nobody, unverified);
  });
});

describe('answering', () => {
  test('with a role lets who asked into that library, and tells the owners', async () => {
    const { who, library } = await createLibrary('한지우');
    const sujin = await signInAs('Sujin Lee');
    await sujin.call('requestAccess', { library, name: '이수진', words });
    const uid = sujin.uid as Uid;
    await who.call('answerAccessRequest', { uid, answer: { kind: 'join', library, role: 'viewer' } });
    expect((await rolesOf(library))[uid]).toBe('viewer');
    expect(readMember(await inspect.doc(paths.member(library, uid))).name).toBe('이수진');
    expect(await readersOf(library, 'all' as never)).toContain(uid);
    expect((await activitiesOf(library)).at(-1)).toMatchObject({
      did: 'let-in',
      by: who.uid,
      whom: '이수진',
      as: 'viewer',
    });
    expect(await kept(sujin)).toBeUndefined();
    const again = { uid, answer: { kind: 'join', library, role: 'owner' } };
    expect(await tryCall(who, 'answerAccessRequest', again)).toBe('not-found');
    expect((await rolesOf(library))[uid]).toBe('viewer');
    await closeAll(who, sujin);
  });

  test('is for owners of that library, and for that library', async () => {
    const [mine, other] = [await createLibrary(), await createLibrary()];
    const sujin = await signInAs('이수진');
    const editor = await addMember(mine.library, mine.who, 'editor');
    await sujin.call('requestAccess', { library: mine.library, name: '이수진', words });
    const uid = sujin.uid as Uid;
    const join = (library: string) => ({ uid, answer: { kind: 'join', library, role: 'viewer' } });
    const no = (library: LibraryId) => ({ uid, answer: { kind: 'no', library } as const });
    for (const one of [other.who, editor, sujin])
      for (const ask of [
        join(mine.library),
        join(other.library),
        no(mine.library),
        { uid, answer: { kind: 'no', library: undefined } },
      ])
        expect(await tryCall(one, 'answerAccessRequest', ask)).toBe(
          one === other.who && ask.answer.library === other.library ? 'not-found' : 'may-not',
        );
    expect(await tryCall(mine.who, 'answerAccessRequest', join(other.library))).toBe('may-not');
    expect(await tryCall(mine.who, 'answerAccessRequest', { uid, answer: { kind: 'begin' } })).toBe('may-not');
    expect(await tryCall(mine.who, 'answerAccessRequest', { ...no(mine.library), uid: 'nobody-here' })).toBe(
      'not-found',
    );
    for (const wrong of [
      { uid: '../x', answer: { kind: 'no' } },
      { uid, answer: { kind: 'maybe' } },
      { uid, answer: { kind: 'join', library: mine.library, role: 'guest' } },
      { uid, answer: { kind: 'join', library: mine.library } },
      { uid },
    ])
      expect(await tryCall(mine.who, 'answerAccessRequest', wrong)).toBe('bad-input');
    expect(await kept(sujin)).toBeDefined();
    expect(await mine.who.call('answerAccessRequest', no(mine.library))).toEqual({});
    expect(await kept(sujin)).toBeUndefined();
    expect((await rolesOf(mine.library))[uid]).toBeUndefined();
    await closeAll(mine.who, other.who, sujin, editor);
  });

  test('lets who asked without a library begin one, by the owner of the installation alone', async () => {
    const [sujin, { who, library }, deploy] = [await signInAs('이수진'), await createLibrary(), await host()];
    await sujin.call('requestAccess', { name: '이수진', words });
    expect(await listed(who)).toEqual([]);
    expect((await listed(deploy)).find(({ uid }) => uid === sujin.uid)).not.toHaveProperty('library');
    expect((await deploy.call('onSignIn', {})).asks).toBeGreaterThan(0);
    const uid = sujin.uid as Uid;
    for (const answer of [{ kind: 'begin' }, { kind: 'no' }])
      expect(await tryCall(who, 'answerAccessRequest', { uid, answer })).toBe('may-not');
    const join = { uid, answer: { kind: 'join', library, role: 'viewer' } };
    expect(await tryCall(who, 'answerAccessRequest', join)).toBe('not-found');
    expect(await tryCall(deploy, 'answerAccessRequest', join)).toBe('may-not');
    await deploy.call('answerAccessRequest', { uid, answer: { kind: 'begin' } });
    const access = readAccess(await inspect.doc(paths.access()));
    expect(access.allowed).toContain(sujin.address);
    expect(access.owners).not.toContain(sujin.address);
    expect((await sujin.call('onSignIn', {})).mayBegin).toBe(true);
    expect(await kept(sujin)).toBeUndefined();
    await closeAll(sujin, who, deploy);
  });

  test('is not needed any more by who came by an invite meanwhile', async () => {
    const { who, library } = await createLibrary();
    const sujin = await signInAs('이수진');
    await sujin.call('requestAccess', { library, name: '이수진', words });
    await sujin.call('redeemInvite', { secret: await createInvite(who, library) });
    expect(await kept(sujin)).toBeUndefined();
    expect((await who.call('onSignIn', {})).asks).toBe(0);
    await closeAll(who, sujin);
  });
});
