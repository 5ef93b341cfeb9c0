import { createHash } from 'node:crypto';
import {
  ApiError,
  IMPORT_SESSION_DAYS,
  paths,
  SIGN_IN_CODE_S,
  type InviteId,
  type LibraryId,
  type Program,
  type ProgramClaims,
  type Role,
  type Uid,
} from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noIds } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import type { Caller } from './caller.ts';
import { createSignInCode, endProgram, redeemSignInCode, renewAppCheck } from './program-sign-in.ts';

const fingerprint = (text: string): InviteId => createHash('sha256').update(text).digest('hex') as InviteId;
const uid = 'mother' as Uid;
const caller: Caller = { uid, address: 'mother@example.com' };
const [code, verifier, appId] = ['c'.repeat(32), 'v'.repeat(32), '1:1:web:a'];

/** A person with these roles, one in each library. `accounts`: the accounts that exist. */
function world({ roles = ['editor'] as Role[], accounts = [uid] } = {}) {
  const documents = new Map<string, Fields>();
  for (const [n, role] of roles.entries()) {
    const fields = { name: '집', timeZone: 'Asia/Seoul', roles: { mother: role }, members: ['mother'] };
    documents.set(paths.library(String.fromCharCode(97 + n).repeat(20) as LibraryId), fields);
  }
  let now = 1000;
  const secrets = [code, 'p'.repeat(32)];
  const minted: { program: Uid; claims: ProgramClaims }[] = [];
  const removed: Uid[] = [];
  const ports = {
    store: fakeDocuments(documents),
    ids: { ...noIds, secret: () => secrets.shift() ?? code, fingerprint },
    clock: { now: () => now, sleep: () => Promise.resolve(), every: () => () => undefined },
    sessions: {
      person: (who: Uid) =>
        Promise.resolve(accounts.includes(who) ? { uid: who, address: caller.address, name: '엄마' } : undefined),
      customToken: (program: Uid, claims: ProgramClaims) => {
        minted.push({ program, claims });
        return Promise.resolve('token');
      },
      appCheckToken: () => Promise.resolve(undefined),
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
  expect(documents.get(paths.program(program))).toEqual({ uid, until: new Date(until) });
  expect(documents.has(paths.signInCode(fingerprint(code)))).toBe(false);
  await expect(redeem()).rejects.toEqual(notFound);
});

test("ends the program's user, and with the next sign-in those whose sessions are over", async () => {
  const { documents, removed, ports, create, redeem } = world();
  const [ended, old, open] = ['program:ended', 'program:old', 'program:open'] as Uid[] as [Uid, Uid, Uid];
  documents.set(paths.program(ended), { uid, until: new Date(9e12) });
  documents.set(paths.program(old), { uid, until: new Date(1000) });
  documents.set(paths.program(open), { uid, until: new Date(1001) });
  documents.set(paths.program('program:other' as Uid), { uid: 'father', until: new Date(1) });
  await endProgram(ports, { ...caller, program: 'import', programUid: ended });
  expect(removed).toEqual([ended]);
  await create();
  await redeem();
  expect(removed).toEqual([ended, old]);
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

test.each([[[]], [['viewer']], [['viewer', 'viewer']]] as [Role[]][])(
  'whoever may add to no library cannot let the importer sign in: %j',
  async (roles) => {
    const { documents, create, ports } = world({ roles });
    await expect(create()).rejects.toEqual(new ApiError('forbidden'));
    const renewal = renewAppCheck(ports, { ...caller, program: 'import' }, { appId });
    await expect(renewal).rejects.toEqual(new ApiError('forbidden'));
    expect([...documents.keys()].filter((path) => path.startsWith(paths.signInCodes()))).toEqual([]);
  },
);

test('an editor of one of several libraries can', async () => {
  expect(await world({ roles: ['viewer', 'editor'] }).create()).toEqual({ code });
});
