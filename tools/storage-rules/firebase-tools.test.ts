import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startHidane, type Hidane } from './cases/hidane.ts';

/** The parts of firebase-tools that this test uses; it has no types. */
interface Ruleset {
  verify: (request: object) => Promise<{ permitted?: boolean; issues: { errors: string[]; warnings: string[] } }>;
}
interface Runtime {
  start: (autoDownload: boolean) => Promise<unknown>;
  stop: () => Promise<void>;
  loadRuleset: (source: object) => Promise<{ ruleset?: Ruleset; issues: { errors: string[] } }>;
}
const require = createRequire(import.meta.url);
const { StorageRulesRuntime } = require('firebase-tools/lib/emulator/storage/rules/runtime.js') as {
  StorageRulesRuntime: new () => Runtime;
};
const { EmulatorRegistry } = require('firebase-tools/lib/emulator/registry.js') as {
  EmulatorRegistry: { set: (name: string, emulator: object) => void; clear: (name: string) => void };
};

const PROJECT = 'demo-storage-rules';
const RULES = `rules_version = '2';
service firebase.storage {
  match /b/{bucket}/o {
    match /originals/{library}/{item} {
      allow create: if request.auth != null && resource == null
        && request.resource.size < 20 * 1024 * 1024
        && request.resource.contentType.matches('(image|video)/.+')
        && firestore.get(/databases/(default)/documents/libraries/$(library)/items/$(item)).data.uploader == request.auth.uid;
    }
    match /public/{all=**} {
      allow read: if request.time > resource.timeCreated;
    }
  }
}
`;

let folder: string;
let hidane: Hidane;
let runtime: Runtime;
let ruleset: Ruleset;

const token = (uid: string) =>
  `${[{ alg: 'none' }, { sub: uid, user_id: uid }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;

async function load(content: string) {
  return runtime.loadRuleset({ files: [{ name: 'storage.rules', content }] });
}

async function permitted(method: string, path: string, file: object, uid?: string): Promise<boolean | undefined> {
  const request = {
    method,
    path: `b/bucket/o/${path}`,
    file,
    projectId: PROJECT,
    ...(uid ? { token: token(uid) } : {}),
  };
  const { permitted: may, issues } = await ruleset.verify(request);
  expect(issues.errors).toEqual([]);
  return may;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storage-rules-'));
  const java = join(folder, 'java');
  const serve = fileURLToPath(new URL('serve.ts', import.meta.url));
  await writeFile(java, `#!/bin/sh\nexec "${process.execPath}" "${serve}" "$@"\n`);
  await chmod(java, 0o755);
  await writeFile(join(folder, 'rules.jar'), '');
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`);
  vi.stubEnv('STORAGE_EMULATOR_BINARY_PATH', join(folder, 'rules.jar'));

  hidane = await startHidane();
  const { port } = hidane;
  EmulatorRegistry.set('firestore', { getInfo: () => ({ name: 'firestore', host: '127.0.0.1', port }) });
  const document = `${hidane.address}/v1/projects/${PROJECT}/databases/(default)/documents/libraries/L/items?documentId=I`;
  const created = await fetch(document, {
    method: 'POST',
    headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
    body: JSON.stringify({ fields: { uploader: { stringValue: 'mum' } } }),
  });
  expect(created.ok).toBe(true);

  runtime = new StorageRulesRuntime();
  await runtime.start(false);
  const loaded = await load(RULES);
  expect(loaded.issues.errors).toEqual([]);
  ruleset = loaded.ruleset as Ruleset;
}, 30_000);

afterAll(async () => {
  await runtime.stop();
  EmulatorRegistry.clear('firestore');
  await hidane.stop();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const upload = (changes: object = {}) => ({ after: { name: 'x', size: 1000, contentType: 'image/jpeg', ...changes } });

test('a Firestore document permits an upload', async () => {
  expect(await permitted('create', 'originals/L/I', upload(), 'mum')).toBe(true);
});

test.each([
  ['somebody else', 'originals/L/I', upload(), 'dad'],
  ['nobody', 'originals/L/I', upload(), undefined],
  ['without its document', 'originals/L/J', upload(), 'mum'],
  ['too big', 'originals/L/I', upload({ size: 20 * 1024 * 1024 }), 'mum'],
  ['of another kind', 'originals/L/I', upload({ contentType: 'text/plain' }), 'mum'],
  ['over another', 'originals/L/I', { ...upload(), before: { name: 'x', size: 1 } }, 'mum'],
  ['elsewhere', 'other/L/I', upload(), 'mum'],
])('an upload is denied: %s', async (_, path, file, uid) => {
  expect(await permitted('create', path, file, uid)).toBe(false);
});

test('dates, lists and prefixes arrive as firebase-tools sends them', async () => {
  const before = { name: 'x', size: 1.5, timeCreated: new Date(0), metadata: { list: 'a' } };
  expect(await permitted('get', 'public/a/b.png', { before })).toBe(true);
  expect(await permitted('get', 'public/a/b.png', { before: { ...before, timeCreated: new Date('9999-01-01') } })).toBe(
    false,
  );
  expect(await permitted('delete', 'public/a/b.png', { before })).toBe(false);
  expect(await permitted('list', 'public', {})).toBe(false);
});

test('responds to concurrent checks individually', async () => {
  const request = Array.from({ length: 40 }, (_, index) =>
    permitted('create', 'originals/L/I', upload(), index % 2 === 0 ? 'mum' : 'dad'),
  );
  expect(await Promise.all(request)).toEqual(request.map((_, index) => index % 2 === 0));
});

test('refuses to load invalid rules and reports the position', async () => {
  const { ruleset: none, issues } = await load(RULES.replace('.matches(', '.contains('));
  expect(none).toBeUndefined();
  expect(issues.errors).toEqual(['storage.rules:7:41: there is no method contains']);
});
