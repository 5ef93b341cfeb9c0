import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { execPath } from 'node:process';

// Generates what type checks and tests need before the first build: the message modules and Kit's types.
const kit = dirname(createRequire(import.meta.url).resolve('@sveltejs/kit/package.json'));
for (const command of [[join(import.meta.dirname, 'messages.ts')], [join(kit, 'svelte-kit.js'), 'sync']]) {
  execFileSync(execPath, command, { cwd: import.meta.dirname, stdio: 'inherit' });
}
