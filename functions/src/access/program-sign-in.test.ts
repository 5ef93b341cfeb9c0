import { createHash } from 'node:crypto';
import {
  ApiError,
  IMPORT_SESSION_DAYS,
  paths,
  SIGN_IN_CODE_S,
  type InviteId,
  type Program,
  type Uid,
} from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noIds } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import type { Caller } from './caller.ts';
import { createSignInCode, redeemSignInCode } from './program-sign-in.ts';

const fingerprint = (text: string): InviteId => createHash('sha256').update(text).digest('hex') as InviteId;
const uid = 'mother' as Uid;
const caller: Caller = { uid, address: 'mother@example.com' };
const [code, verifier, appId] = ['c'.repeat(32), 'v'.repeat(32), '1:1:web:a'];

/** `accounts`: the accounts that exist. */
function world({ accounts = [uid] } = {}) {
  const documents = new Map<string, Fields>();
  let now = 1000;
  const secrets = [code, 'p'.repeat(32)];
  const minted: { program: Uid; claims: object }[] = [];
  const removed: Uid[] = [];
  const ports = {
    store: fakeDocuments(documents),
    ids: { ...noIds, secret: () => secrets.shift() ?? code, fingerprint },
    clock: { now: () => now, sleep: () => Promise.resolve(), every: () => () => undefined },
    sessions: {
      person: (who: Uid) =>
        Promise.resolve(accounts.includes(who) ? { uid: who, address: caller.address, name: '엄마' } : undefined),
      customToken: (program: Uid, claims: object) => {
        minted.push({ program, claims });
        return Promise.resolve('token');
      },
      appCheckToken: () => Promise.resolve(undefined),
      lastSeen: () => Promise.resolve(new Map()),
    },
    accounts: { remove: (who: Uid) => Promise.resolve(void removed.push(who)) },
  };
  return {
    documents,
    ...{ minted, removed, ports },
    wait: (ms: number) => (now += ms),
    create: (program: Program = 'import') =>
      createSignInCode(ports, caller, { program, challenge: fingerprint(verifier) }),
    redeem: (request: { code?: string; verifier?: string } = {}) =>
      redeemSignInCode(ports, undefined, { code, verifier, appId, ...request }),
  };
}
const notFound = new ApiError('not-found');

test('a code is redeemed once, for a session of the program with an end', async () => {
  const { documents, minted, create, redeem } = world();
  expect(await create()).toEqual({ code });
  expect(JSON.stringify([...documents])).not.toContain(code);
  const until = 1000 + IMPORT_SESSION_DAYS * 86_400_000;
  expect(await redeem()).toEqual({ token: 'token', until });
  // Not the person's uid: a Google account can be linked to it.
  const program = `program:${'p'.repeat(32)}` as Uid;
  const person = { actsFor: uid, actsForAddress: caller.address, actsForName: '엄마' };
  expect(minted).toEqual([{ program, claims: { program: 'import', programUntil: until, ...person } }]);
  expect(documents.get(paths.program(program))).toEqual({
    ...{ uid, program: 'import', until: new Date(until) },
    usedAt: new Date(1000),
  });
  expect(documents.has(paths.signInCode(fingerprint(code)))).toBe(false);
  await expect(redeem()).rejects.toEqual(notFound);
});

test('a sign-in removes the programs whose sessions are over', async () => {
  const { documents, removed, create, redeem } = world();
  const [old, open] = ['program:old', 'program:open'] as Uid[] as [Uid, Uid];
  documents.set(paths.program(old), { uid, until: new Date(1000) });
  documents.set(paths.program(open), { uid, until: new Date(1001) });
  documents.set(paths.program('program:other' as Uid), { uid: 'father', until: new Date(1) });
  await create();
  await redeem();
  expect(removed).toEqual([old]);
  expect([...documents.keys()].filter((path) => path.startsWith(`${paths.programs()}/`))).toEqual([
    ...[paths.program(open), paths.program('program:other' as Uid)],
    paths.program(`program:${'p'.repeat(32)}` as Uid),
  ]);
});

test('another verifier is refused and uses up the code', async () => {
  const { minted, create, redeem } = world();
  await create();
  await expect(redeem({ verifier: 'w'.repeat(32) })).rejects.toEqual(notFound);
  await expect(redeem()).rejects.toEqual(notFound);
  expect(minted).toEqual([]);
});

test('an unknown and an expired code are refused', async () => {
  const { minted, create, redeem, wait } = world();
  await expect(redeem()).rejects.toEqual(notFound);
  await create();
  wait(SIGN_IN_CODE_S * 1000);
  await expect(redeem()).rejects.toEqual(notFound);
  expect(minted).toEqual([]);
});

test('a code of an account that was deleted meanwhile is refused', async () => {
  const { minted, create, redeem } = world({ accounts: [] });
  await create();
  await expect(redeem()).rejects.toEqual(notFound);
  expect(minted).toEqual([]);
});
