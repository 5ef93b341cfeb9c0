import { ALL, paths, type Uid } from '@maru/model';
import { signInWithCustomToken } from 'firebase/auth';
import { doc, getDocFromServer } from 'firebase/firestore';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createClient } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { createFamily, forPeople, tryCall } from './members.ts';

const secret = 'tvsecret'.repeat(4);
const challenge = createHash('sha256').update(secret).digest('hex');

test('a TV pairs, shows the albums that were chosen, and nothing when it is removed or its member is', async () => {
  const { library, owner, people, close } = await createFamily('viewer', 'viewer');
  const [mother, aunt] = people;
  const { album: hidden } = await owner.call('createAlbum', { library, title: '비밀', audience: forPeople() });
  const tv = createClient();
  const canRead = (path: string): Promise<boolean> =>
    getDocFromServer(doc(tv.db, path)).then(
      () => true,
      (error: unknown) => {
        expect(error).toMatchObject({ code: 'permission-denied' });
        return false;
      },
    );
  /** Lets the TV in; returns its uid. */
  async function pair(): Promise<Uid> {
    const { code } = await tv.call('startTvPairing', { name: '거실 TV', challenge });
    expect(await tryCall(mother, 'pairTv', { library, code, albums: [hidden] })).toBe('forbidden');
    await mother.call('pairTv', { library, code: code.toLowerCase(), albums: [ALL] });
    expect(await tryCall(mother, 'pairTv', { library, code, albums: [ALL] })).toBe('not-found');
    const claimed = await tv.call('claimTv', { code, secret });
    if (claimed.isWaiting) throw new Error('not paired');
    await signInWithCustomToken(tv.auth, claimed.token);
    expect(tv.auth.currentUser?.uid).toBe(claimed.tv);
    return claimed.tv;
  }

  const first = await pair();
  expect([await canRead(paths.album(library, ALL)), await canRead(paths.tv(library, first))]).toEqual([true, true]);
  expect([await canRead(paths.album(library, hidden)), await canRead(paths.library(library))]).toEqual([false, false]);
  // It calls no endpoint.
  expect(await tryCall(tv, 'onSignIn', {})).toBe('unverified');
  const { tvs } = await mother.call('listTvs', { library });
  expect(tvs).toMatchObject([{ id: first, name: '거실 TV', isOwn: true, albums: [ALL] }]);
  expect(Date.now() - (tvs[0]?.seenAt ?? 0)).toBeLessThan(600_000);
  expect(await tryCall(aunt, 'removeTv', { library, tv: first })).toBe('forbidden');
  await mother.call('removeTv', { library, tv: first });
  expect([await canRead(paths.album(library, ALL)), await canRead(paths.tv(library, first))]).toEqual([false, true]);
  await expect(tv.auth.currentUser?.getIdToken(true)).rejects.toThrow('auth/');
  await tv.auth.signOut();

  const second = await pair();
  expect(await canRead(paths.album(library, ALL))).toBe(true);
  await owner.call('removeMember', { library, uid: mother.uid as Uid });
  expect(await canRead(paths.album(library, ALL))).toBe(false);
  expect(await inspect.doc(paths.tv(library, second))).toBeUndefined();
  await Promise.all([close(), tv.close()]);
});
