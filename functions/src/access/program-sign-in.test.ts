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
import { createSignInCode, redeemSignInCode } from './program-sign-in.ts';

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
  const minted: { uid: Uid; claims: ProgramClaims }[] = [];
  const ports = {
    store: fakeDocuments(documents),
    ids: { ...noIds, secret: () => code, fingerprint },
    clock: { now: () => now, sleep: () => Promise.resolve(), every: () => () => undefined },
    sessions: {
      customToken: (who: Uid, claims: ProgramClaims) => {
        minted.push({ uid: who, claims });
        return Promise.resolve(accounts.includes(who) ? 'token' : undefined);
      },
      appCheckToken: () => Promise.resolve(undefined),
    },
  };
  return {
    documents,
    minted,
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
  expect(minted).toEqual([{ uid, claims: { program: 'import', programUntil: until } }]);
  expect(documents.has(paths.signInCode(fingerprint(code)))).toBe(false);
  await expect(redeem()).rejects.toEqual(notFound);
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
  const { create, redeem } = world({ accounts: [] });
  await create();
  await expect(redeem()).rejects.toEqual(notFound);
});

test.each([[[]], [['viewer']], [['viewer', 'viewer']]] as [Role[]][])(
  'whoever may add to no library cannot let the importer sign in: %j',
  async (roles) => {
    const { documents, create } = world({ roles });
    await expect(create()).rejects.toEqual(new ApiError('forbidden'));
    expect([...documents.keys()].filter((path) => path.startsWith(paths.signInCodes()))).toEqual([]);
  },
);

test('an editor of one of several libraries can', async () => {
  expect(await world({ roles: ['viewer', 'editor'] }).create()).toEqual({ code });
});
