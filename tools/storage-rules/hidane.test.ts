import { afterAll, beforeAll, expect, test } from 'vitest';
import { CASES } from './cases/all.ts';
import type { Case, Outcome } from './cases/case.ts';
import { startHidane, type Hidane } from './cases/hidane.ts';

const PROJECT = 'demo-storage-rules';
const SHARED = CASES.filter((one) => one.shared && one.expect !== 'refused');
const AGREED = SHARED.filter((one) => one.differs === undefined);
const DIFFERING = SHARED.filter((one) => one.differs !== undefined);
const TOKEN = [
  { alg: 'none', typ: 'JWT' },
  { sub: 'mum', user_id: 'mum' },
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.');

let emulator: Hidane;

beforeAll(async () => {
  emulator = await startHidane();
});

afterAll(() => emulator.stop());

/** Loads a ruleset with a condition and its negation; returns false if the compiler refuses it. */
async function load(condition: string): Promise<boolean> {
  const content = `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /cases/is { allow get: if ${condition}; }
    match /cases/not { allow get: if !(${condition}); }
  }
}`;
  const response = await fetch(`${emulator.address}/emulator/v1/projects/${PROJECT}:securityRules`, {
    method: 'PUT',
    body: JSON.stringify({ rules: { files: [{ name: 'firestore.rules', content }] } }),
  });
  await response.arrayBuffer();
  return response.ok;
}

/** Whether a signed-in person can read this document, which does not exist. */
async function canRead(id: string): Promise<boolean> {
  const url = `${emulator.address}/v1/projects/${PROJECT}/databases/(default)/documents/cases/${id}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${TOKEN}.` } });
  await response.arrayBuffer();
  if (response.status !== 403 && response.status !== 404) throw new Error(`${id}: status ${response.status}`);
  return response.status === 404;
}

/** An error denies the condition and its negation. */
async function outcomeOf({ condition = '' }: Case): Promise<Outcome> {
  if (!(await load(condition))) return 'refused';
  if (await canRead('is')) return 'allow';
  return (await canRead('not')) ? 'deny' : 'error';
}

test('most cases also apply to Firestore', () => {
  expect(AGREED.length).toBeGreaterThan(400);
});

test.each(AGREED)('case $id is $expect in Firestore too: $condition', async (one) => {
  expect(await outcomeOf(one)).toBe(one.expect);
});

test.each(DIFFERING)('case $id differs in Firestore: $condition ($differs)', async (one) => {
  expect(await outcomeOf(one)).not.toBe(one.expect);
});
