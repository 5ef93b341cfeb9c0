import { spawn } from 'node:child_process';
import { join } from 'node:path';

// Runs one test file of a vitest project, or of the browser tests (e2e, browsers), at its full length: PROJECT FILE [NAME=VALUE], where the
// environment variable tells the length.
const [project = '', file = '', setting] = process.argv.slice(2);
const [name = '', value] = setting?.split('=') ?? [];
const modules = join(import.meta.dirname, '..', 'node_modules');
const playwright = [join(modules, '@playwright', 'test', 'cli.js'), 'test'];
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  e2e: playwright,
  browsers: [...playwright, '--config', 'browsers/playwright.config.ts'],
};
const args = [...(COMMANDS[project] ?? [join(modules, 'vitest', 'vitest.mjs'), 'run', '--project', project]), file];
const child = spawn(process.execPath, args, {
  cwd: import.meta.dirname,
  stdio: 'inherit',
  env: { ...process.env, NO_COLOR: '1', ...(setting !== undefined && { [name]: value }) },
});
child.once('exit', (code) => {
  console.log(code === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed');
  process.exitCode = code === 0 ? 0 : 1;
});
