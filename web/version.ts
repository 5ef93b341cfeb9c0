import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of the build: a hash of its inputs, so that an unchanged build is not offered as an update. */
export function versionOf(web: string): string {
  const entries = globSync(['web/{src,messages,static}/**/*', 'web/*.ts', 'model/src/**/*', 'package-lock.json'], {
    cwd: join(web, '..'),
    withFileTypes: true,
    exclude: (entry) => entry.name === 'paraglide' || entry.name.endsWith('.test.ts'),
  });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(file.slice(web.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}
