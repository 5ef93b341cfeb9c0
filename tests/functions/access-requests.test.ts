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

type AccessRequest = ApiRequest<'requestAccess'>;
const message = '영숙이 조카예요. 사진을 보고 싶어요.';
const storedRequest = ({ uid }: Person): Promise<Record<string, unknown> | undefined> =>
  inspect.doc(paths.request(uid as Uid));
const listed = async (by: Person) => (await by.call('listAccessRequests', {})).requests;

/** The owner of the installation, whom the emulators name as a deployment does. */
const signInInstallationOwner = (): Promise<Person> =>
  signInAs(DEMO_PEOPLE[0].name, { address: DEMO_PEOPLE[0].address });

describe('asking', () => {
  test('keeps the latest request of a person and shows it to owners', async () => {
    const { owner, library } = await createLibrary();
    const [sujin, editor] = [await signInAs('이수진'), await addMember(library, owner, 'editor')];
    expect(await sujin.call('requestAccess', { library, name: '이수', message: '' })).toEqual({});
    expect(
      await sujin.call('requestAccess', { library, name: ' 이수진 ', message: ` ${message.normalize('NFD')} ` }),
    ).toEqual({});
    const [request, ...more] = await listed(owner);
    expect(more).toEqual([]);
    expect(request).toEqual({
      uid: sujin.uid,
      name: '이수진',
      message,
      address: sujin.address,
      library,
      at: request?.at,
    });
    expect((await owner.call('onSignIn', {})).requestCount).toBe(1);
    for (const one of [editor, sujin]) {
      expect(await listed(one)).toEqual([]);
      expect((await one.call('onSignIn', {})).requestCount).toBe(0);
    }
    await closeAll(owner, sujin, editor);
  });

  test('answers alike and stores nothing for a missing, deleted or own library', async () => {
    const { owner, library } = await createLibrary();
    const ended = (await createLibrary()).library;
    await seed(paths.library(ended), {
      ...(await inspect.doc(paths.library(ended))),
      deleteAt: new Date(Date.now() + 1e9),
    });
    const [sujin, mother] = [await signInAs('이수진'), await addMember(library, owner, 'viewer')];
    for (const one of [newLibraryId(), ended])
      expect(await sujin.call('requestAccess', { library: one, name: '이수진', message })).toEqual({});
    expect(await mother.call('requestAccess', { library, name: '엄마', message })).toEqual({});
    for (const one of [sujin, mother]) expect(await storedRequest(one)).toBeUndefined();
    await closeAll(owner, sujin, mother);
  });

  test('reaches the owners through an expired or foreign invite, and no library through an unknown one', async () => {
    const { owner, library } = await createLibrary();
    const album = await createAlbumFor(owner, library);
    const own = await createInvite(owner, library, { as: 'guest', album, for: 'somebody-else@example.com' });
    const sujin = await signInAs('이수진');
    expect(await tryCall(sujin, 'redeemInvite', { secret: own })).toBe('wrong-person');
    expect(await sujin.call('requestAccess', { secret: own, name: '이수진', message })).toEqual({});
    expect((await listed(owner)).map(({ uid }) => uid)).toEqual([sujin.uid]);
    expect(JSON.stringify(await storedRequest(sujin))).not.toContain(own);
    for (const secret of ['a'.repeat(32), '../x'])
      expect(await sujin.call('requestAccess', { secret, name: '이수진', message })).toEqual({});
    expect(readAccessRequest(await storedRequest(sujin)).library).toBeUndefined();
    expect(await listed(owner)).toEqual([]);
    await closeAll(owner, sujin);
  });

  test('limits the fields of a request and the number of requests per day', async () => {
    const { library } = await createLibrary();
    const request: AccessRequest = { library, name: '이수진', message };
    for (const wrong of [
      ...['', '  ', 'a\nb', 'a'.repeat(81), 7, null, undefined].map((name) => ({ name })),
      ...['a\nb', 'a'.repeat(201), 7, null, undefined, ['a']].map((one) => ({ message: one })),
      ...['', 'all', '../libraries', 7].map((one) => ({ library: one })),
      { secret: 7 },
      { secret: 'a'.repeat(2000) },
    ]) {
      const stranger = await signInAs('낯선 사람');
      expect(await tryCall(stranger, 'requestAccess', { ...request, ...wrong }), JSON.stringify(wrong)).toBe(
        'invalid-request',
      );
      expect(await storedRequest(stranger)).toBeUndefined();
      await stranger.close();
    }
    const sujin = await signInAs('이수진');
    for (let i = 1; i <= 3; i += 1) await sujin.call('requestAccess', { ...request, message: `${String(i)}번째` });
    expect(await tryCall(sujin, 'requestAccess', request)).toBe('rate-limited');
    expect(readAccessRequest(await storedRequest(sujin)).message).toBe('3번째');
    const [nobody, unverified] = [createClient(), await signInAs('가짜', { isVerified: false })];
    expect(await tryCall(nobody, 'requestAccess', request)).toBe('unauthenticated');
    for (const call of ['requestAccess', 'listAccessRequests', 'answerAccessRequest'] as const)
      expect(await tryCall(unverified, call, { ...request, uid: sujin.uid, answer: { kind: 'decline' } })).toBe(
        'unverified',
      );
    await closeAll(sujin, nobody, unverified);
  });
});

describe('answering', () => {
  test('accepting with a role adds the person to that library and logs the activity', async () => {
    const { owner, library } = await createLibrary('한지우');
    const sujin = await signInAs('Sujin Lee');
    await sujin.call('requestAccess', { library, name: '이수진', message });
    const uid = sujin.uid as Uid;
    await owner.call('answerAccessRequest', { uid, answer: { kind: 'join', library, role: 'viewer' } });
    expect((await rolesOf(library))[uid]).toBe('viewer');
    expect(readMember(await inspect.doc(paths.member(library, uid))).name).toBe('이수진');
    expect(await readersOf(library, 'all' as never)).toContain(uid);
    expect((await activitiesOf(library)).at(-1)).toMatchObject({
      type: 'accepted-request',
      by: owner.uid,
      person: '이수진',
      as: 'viewer',
    });
    expect(await storedRequest(sujin)).toBeUndefined();
    const again = { uid, answer: { kind: 'join', library, role: 'owner' } };
    expect(await tryCall(owner, 'answerAccessRequest', again)).toBe('not-found');
    expect((await rolesOf(library))[uid]).toBe('viewer');
    await closeAll(owner, sujin);
  });

  test('only owners of the requested library may answer, and only for that library', async () => {
    const [mine, other] = [await createLibrary(), await createLibrary()];
    const sujin = await signInAs('이수진');
    const editor = await addMember(mine.library, mine.owner, 'editor');
    await sujin.call('requestAccess', { library: mine.library, name: '이수진', message });
    const uid = sujin.uid as Uid;
    const join = (library: string) => ({ uid, answer: { kind: 'join', library, role: 'viewer' } });
    const decline = (library: LibraryId) => ({ uid, answer: { kind: 'decline', library } as const });
    for (const one of [other.owner, editor, sujin])
      for (const request of [
        join(mine.library),
        join(other.library),
        decline(mine.library),
        { uid, answer: { kind: 'decline', library: undefined } },
      ])
        expect(await tryCall(one, 'answerAccessRequest', request)).toBe(
          one === other.owner && request.answer.library === other.library ? 'not-found' : 'forbidden',
        );
    expect(await tryCall(mine.owner, 'answerAccessRequest', join(other.library))).toBe('forbidden');
    expect(await tryCall(mine.owner, 'answerAccessRequest', { uid, answer: { kind: 'allow-create' } })).toBe(
      'forbidden',
    );
    expect(await tryCall(mine.owner, 'answerAccessRequest', { ...decline(mine.library), uid: 'nobody-here' })).toBe(
      'not-found',
    );
    for (const wrong of [
      { uid: '../x', answer: { kind: 'decline' } },
      { uid, answer: { kind: 'maybe' } },
      { uid, answer: { kind: 'join', library: mine.library, role: 'guest' } },
      { uid, answer: { kind: 'join', library: mine.library } },
      { uid },
    ])
      expect(await tryCall(mine.owner, 'answerAccessRequest', wrong)).toBe('invalid-request');
    expect(await storedRequest(sujin)).toBeDefined();
    expect(await mine.owner.call('answerAccessRequest', decline(mine.library))).toEqual({});
    expect(await storedRequest(sujin)).toBeUndefined();
    expect((await rolesOf(mine.library))[uid]).toBeUndefined();
    await closeAll(mine.owner, other.owner, sujin, editor);
  });

  test('a request without a library is answered by the owner of the installation alone, who allows creating one', async () => {
    const [sujin, { owner, library }, host] = [
      await signInAs('이수진'),
      await createLibrary(),
      await signInInstallationOwner(),
    ];
    await sujin.call('requestAccess', { name: '이수진', message });
    expect(await listed(owner)).toEqual([]);
    expect((await listed(host)).find(({ uid }) => uid === sujin.uid)).not.toHaveProperty('library');
    expect((await host.call('onSignIn', {})).requestCount).toBeGreaterThan(0);
    const uid = sujin.uid as Uid;
    for (const answer of [{ kind: 'allow-create' }, { kind: 'decline' }])
      expect(await tryCall(owner, 'answerAccessRequest', { uid, answer })).toBe('forbidden');
    const join = { uid, answer: { kind: 'join', library, role: 'viewer' } };
    expect(await tryCall(owner, 'answerAccessRequest', join)).toBe('not-found');
    expect(await tryCall(host, 'answerAccessRequest', join)).toBe('forbidden');
    await host.call('answerAccessRequest', { uid, answer: { kind: 'allow-create' } });
    const access = readAccess(await inspect.doc(paths.access()));
    expect(access.allowed).toContain(sujin.address);
    expect(access.owners).not.toContain(sujin.address);
    expect((await sujin.call('onSignIn', {})).canCreateLibrary).toBe(true);
    expect(await storedRequest(sujin)).toBeUndefined();
    await closeAll(sujin, owner, host);
  });

  test('joining by an invite removes the request', async () => {
    const { owner, library } = await createLibrary();
    const sujin = await signInAs('이수진');
    await sujin.call('requestAccess', { library, name: '이수진', message });
    await sujin.call('redeemInvite', { secret: await createInvite(owner, library) });
    expect(await storedRequest(sujin)).toBeUndefined();
    expect((await owner.call('onSignIn', {})).requestCount).toBe(0);
    await closeAll(owner, sujin);
  });
});
