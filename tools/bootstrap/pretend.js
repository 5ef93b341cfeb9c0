import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder for one test, gone with its process. @param {string} name */
export function folder(name = 'x') {
  const made = mkdtempSync(join(tmpdir(), `maru-test-${name}-`));
  process.setMaxListeners(0);
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  return made;
}

/**
 * A folder of shell scripts that stand for programs: what each does when it is run. For tests.
 * @param {Record<string, string>} programs
 */
export function programs(programs) {
  const bin = join(folder('bin'), 'bin');
  mkdirSync(bin);
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}
