import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SUITES, type Fault } from './fault.ts';
import { FAULTS } from './faults.ts';

const ROOT = join(import.meta.dirname, '../../..');
const MODULES = join(ROOT, 'node_modules');

/** Applies a fault and returns what reverts it; throws unless its text occurs exactly once. */
function apply({ file, from, to }: Fault): () => void {
  const path = join(ROOT, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(from).length !== 2) throw new Error(`${file}: «${from}» should occur exactly once`);
  writeFileSync(
    path,
    source.replace(from, () => to),
  );
  return () => {
    writeFileSync(path, source);
  };
}

/** Runs the tests that should fail; returns whether one did, and the last output. */
function runTests({ suite, tests }: Fault): Promise<{ hasFailed: boolean; output: string }> {
  const { runner, folder, project } = SUITES[suite];
  const args =
    runner === 'vitest'
      ? [join(MODULES, 'vitest/vitest.mjs'), 'run', ...(project ? ['--project', project] : []), tests]
      : [join(MODULES, '@playwright/test/cli.js'), 'test', tests];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: join(ROOT, folder), env: { ...process.env, NO_COLOR: '1' } });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-3000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('exit', (code) => {
      // A failed test, not a runner that found no test or did not start.
      resolve({ hasFailed: code !== 0 && /\d+ failed/.test(output), output });
    });
  });
}

/** Selects all faults, those of a suite or with a word in their file name, or for `--sample N` the next N quick ones of the day. */
function select([first, count]: readonly string[]): readonly Fault[] {
  if (first === undefined) return FAULTS;
  if (first !== '--sample') return FAULTS.filter(({ file, suite }) => file.includes(first) || suite === first);
  const quick = FAULTS.filter(({ suite }) => SUITES[suite].isQuick);
  const start = Math.floor(Date.now() / 86_400_000) % quick.length;
  return [...quick.slice(start), ...quick.slice(0, start)].slice(0, Number(count ?? 1));
}

/** `npm run mutate -- code [--sample N | WORD]`: applies one fault at a time and checks that a test fails. Returns the exit code. */
export async function mutateCode(args: readonly string[]): Promise<number> {
  const faults = select(args);
  let missed = 0;
  for (const fault of faults) {
    const revert = apply(fault);
    process.once('exit', revert);
    const stop = (): never => process.exit(130);
    process.once('SIGINT', stop).once('SIGTERM', stop);
    try {
      const { hasFailed, output } = await runTests(fault);
      console.log(`${hasFailed ? 'killed' : 'SURVIVED'}: ${fault.file}: ${fault.effect}`);
      if (hasFailed) continue;
      missed += 1;
      console.log(output);
    } finally {
      revert();
      process.off('exit', revert).off('SIGINT', stop).off('SIGTERM', stop);
    }
  }
  console.log(`${String(faults.length - missed)} passed, ${String(missed)} failed`);
  return missed > 0 || faults.length === 0 ? 1 : 0;
}
