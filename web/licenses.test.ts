import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { licenses } from './licenses.ts';

test('a bundled package without a licence text fails the build, unless web/licenses has one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'maru-licenses-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const define = (name: string, license: string, text?: string): string => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'package.json'), JSON.stringify({ name, version: '1.2.3', license }));
    if (text !== undefined) writeFileSync(join(folder, name, 'LICENSE.md'), text);
    return join(folder, name);
  };
  const text = licenses([define('own', 'MIT', 'Copyright Somebody\n'), define('by-identifier', 'Apache-2.0')]);
  expect(text).toMatch(/^by-identifier 1\.2\.3 \(Apache-2\.0\)\n\n *Apache License\n/);
  expect(text).toContain('\nown 1.2.3 (MIT)\n\nCopyright Somebody\n');
  expect(() => licenses([define('without', 'MIT')])).toThrow(/web\/licenses\/without\.txt/);
});
