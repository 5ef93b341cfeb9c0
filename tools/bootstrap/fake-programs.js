import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder for one test; tools/temporary.ts removes it. @param {string} name */
export function folder(name = 'x') {
  return mkdtempSync(join(tmpdir(), `maru-test-${name}-`));
}

/**
 * Creates a folder of shell scripts that stand in for programs, by name. For tests.
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
