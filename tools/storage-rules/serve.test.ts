import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const SERVE = fileURLToPath(new URL('serve.ts', import.meta.url));
const RULES = `rules_version = '2';
service firebase.storage {
  match /b/{bucket}/o {
    match /clubs/{club} {
      allow get: if firestore.exists(/databases/(default)/documents/clubs/$(club));
    }
    match /{name} {
      allow get: if debug(name) == 'a\\u2028b';
    }
  }
}
`;

let child: ChildProcessWithoutNullStreams;
let lines: AsyncIterator<string>;

const heard = async () => JSON.parse((await lines.next()).value as string) as Record<string, unknown>;
const ask = (message: object) => {
  child.stdin.write(`${JSON.stringify(message)}\n`);
  return heard();
};
const load = (content: string) =>
  ask({
    action: 'load_ruleset',
    id: 1,
    context: { rulesetName: '0', source: { files: [{ name: 'storage.rules', content }] } },
  });
const verify = (path: string, more: object = {}) =>
  ask({
    action: 'verify',
    id: 2,
    context: { rulesetName: '0', service: 'firebase.storage', path, method: 'get', variables: {}, ...more },
  });

beforeEach(async () => {
  child = spawn(process.execPath, [SERVE, 'serve']);
  lines = createInterface({ input: child.stdout, crlfDelay: Infinity })[Symbol.asyncIterator]();
  expect(await heard()).toEqual({ id: -1, status: 'ok', errors: [], warnings: [] });
});

afterEach(async () => {
  const ended = once(child, 'exit');
  child.stdin.end();
  expect(await ended).toEqual([0, null]);
});

test('loads rules, returns the output of debug() and keeps a line separator in a name', async () => {
  expect(await load(RULES)).toEqual({ id: 1, status: 'ok', errors: [], warnings: [], result: { rulesVersion: 2 } });
  expect(await verify('/b/bucket/o/file')).toEqual({
    id: 2,
    status: 'ok',
    errors: [],
    warnings: ['storage.rules:8:21: "file"'],
    result: { permit: false },
  });
  child.stdin.write(
    `${JSON.stringify({ action: 'verify', id: 3, context: { rulesetName: '0', path: '/b/bucket/o/a\u2028b', method: 'get', variables: {} } })}\n`,
  );
  // The reader of this test also splits at U+2028, so the response comes in pieces.
  expect((await lines.next()).value).toContain('"id":3');
  expect((await lines.next()).value).toContain('"permit":true');
});

test('requests a document and responds to the check when it arrives', async () => {
  await load(RULES);
  const fetchRequest = {
    id: 2,
    server_request_id: 2,
    status: 'ok',
    action: 'fetch_firestore_document',
    context: { path: '/databases/(default)/documents/clubs/hiking' },
  };
  expect(await verify('/b/bucket/o/clubs/hiking')).toEqual(fetchRequest);
  const document = { name: 'projects/p/databases/(default)/documents/clubs/hiking', fields: {} };
  expect(await ask({ id: 2, status: 'ok', result: document })).toMatchObject({ result: { permit: true } });
  expect(await verify('/b/bucket/o/clubs/hiking')).toEqual(fetchRequest);
  expect(await ask({ id: 2, status: 'not_found' })).toMatchObject({ id: 2, result: { permit: false } });
});

test('refuses every unknown construct with file, line and column', async () => {
  const content = RULES.replace('debug(name)', 'name.startsWith()').replace('firestore.exists', 'firestore.getAfter');
  expect(await load(content)).toEqual({
    id: 1,
    status: 'ok',
    errors: [
      'storage.rules:5:31: there is no function firestore.getAfter',
      'storage.rules:8:26: there is no method startsWith',
    ],
    warnings: [],
  });
});

test('responds with an error to anything that it cannot handle', async () => {
  expect(await verify('/b/bucket/o/file')).toMatchObject({ id: 2, errors: ['no ruleset 0 was loaded'] });
  await load(RULES);
  expect(await verify('/b/bucket/o/file', { method: 'read' })).toMatchObject({ errors: ['unknown method read'] });
  expect(await verify('/b/bucket/o/file', { variables: { request: { odd_value: 1 } } })).toMatchObject({
    errors: ['unknown kind of value "odd_value"'],
  });
  expect(await ask({ id: 4, action: 'dance' })).toMatchObject({ id: 4, errors: ['unknown action dance'] });
  expect(await ask({ id: 5, action: 'load_ruleset', context: { source: { files: [null] } } })).toMatchObject({ id: 5 });
});
