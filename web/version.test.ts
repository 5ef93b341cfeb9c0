import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { versionOf } from './version.ts';

test('the version changes with the inputs of the build only', () => {
  const root = mkdtempSync(join(tmpdir(), 'maru-version-'));
  const web = join(root, 'web');
  const write = (file: string, text: string) => {
    writeFileSync(join(root, file), text);
    return versionOf(web);
  };
  mkdirSync(join(web, 'src/lib/paraglide'), { recursive: true });
  mkdirSync(join(root, 'model/src'), { recursive: true });
  const first = write('web/src/app.html', 'a');
  expect(first).toMatch(/^[0-9a-f]{12}$/);
  expect(write('web/src/lib/paraglide/messages.js', 'generated')).toBe(first);
  expect(write('web/src/some.test.ts', 'a test')).toBe(first);
  expect(write('README.md', 'words')).toBe(first);
  const second = write('model/src/limits.ts', 'b');
  expect(second).not.toBe(first);
  expect(write('web/src/app.html', 'c')).not.toBe(second);
  expect(write('web/src/app.html', 'a')).toBe(second);
  rmSync(root, { recursive: true });
});
