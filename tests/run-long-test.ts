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
  stdio: ['inherit', 'pipe', 'inherit'],
  env: { ...process.env, NO_COLOR: '1', ...(setting !== undefined && { [name]: value }) },
});
let output = '';
child.stdout.on('data', (chunk: Buffer) => {
  process.stdout.write(chunk);
  output += chunk.toString();
});
child.once('close', (code) => {
  // Neither if all of its tests were skipped.
  const passed = code === 0 && /\b\d+ passed\b/.test(output) ? 1 : 0;
  console.log(`${String(passed)} passed, ${code === 0 ? '0' : '1'} failed`);
  process.exitCode = code === 0 ? 0 : 1;
});
