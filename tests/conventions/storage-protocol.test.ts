import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, trackedFiles } from './tracked-files.ts';

/** What runs as a person: the app, the importer, and what both share. */
const CLIENTS = /^(web\/src|model\/src|tools\/(import|demo|sign-in))\/.*\.(ts|js|svelte)$/;

/**
 * The JSON API of Cloud Storage, which is for service accounts: it knows no storage rules, and the emulator answers anybody there. And the
 * SDK, whose uploads cannot be continued after a reload.
 */
const FORBIDDEN = /storage\/v1\b|uploadType=|['"]@?firebase\/storage['"]|uploadBytes/;

test('clients send files by the resumable protocol of Firebase only', () => {
  const clients = trackedFiles().filter((file) => CLIENTS.test(file));
  expect(clients).toContain('model/src/upload/send-object.ts');
  expect(clients.filter((file) => FORBIDDEN.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
});

test.each([
  'fetch(`${host}/upload/storage/v1/b/x/o?name=y`)',
  "import { getStorage } from 'firebase/storage';",
  'await uploadBytesResumable(ref, blob);',
])('finds %s', (text) => {
  expect(text).toMatch(FORBIDDEN);
});
