import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BREAKAGES, SUITES, type Breakage } from './list.ts';

const ROOT = join(import.meta.dirname, '../..');
const BIN = join(ROOT, 'node_modules');

/** Puts the breakage into its file and answers what takes it out again; throws where its line is not there exactly once. */
function apply({ file, from, to }: Breakage): () => void {
  const path = join(ROOT, file);
  const whole = readFileSync(path, 'utf8');
  if (whole.split(from).length !== 2) throw new Error(`${file}: «${from}» should stand there exactly once`);
  writeFileSync(
    path,
    whole.replace(from, () => to),
  );
  return () => {
    writeFileSync(path, whole);
  };
}

/** Runs the tests that should notice; answers whether they did, and their last lines. */
function noticed({ suite, tests }: Breakage): Promise<{ red: boolean; tail: string }> {
  const { runner, folder, project } = SUITES[suite];
  const args =
    runner === 'vitest'
      ? [join(BIN, 'vitest/vitest.mjs'), 'run', ...(project ? ['--project', project] : []), tests]
      : [join(BIN, '@playwright/test/cli.js'), 'test', tests];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: join(ROOT, folder), env: { ...process.env, NO_COLOR: '1' } });
    let tail = '';
    const keep = (chunk: Buffer): void => {
      tail = (tail + chunk.toString()).slice(-3000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('exit', (code) => {
      // A test that failed, not a runner that found nothing to run or did not start.
      resolve({ red: code !== 0 && /\d+ failed/.test(tail), tail });
    });
  });
}

/** `npm run broken [-- --sample N | WORD]`: all, N of them (others each day), or those whose file or suite has the word. */
function chosen(args: readonly string[]): readonly Breakage[] {
  const [first, count] = args;
  if (first === undefined) return BREAKAGES;
  if (first !== '--sample') return BREAKAGES.filter(({ file, suite }) => file.includes(first) || suite === first);
  const quick = BREAKAGES.filter(({ suite }) => SUITES[suite].isQuick);
  const start = Math.floor(Date.now() / 86_400_000) % quick.length;
  return [...quick.slice(start), ...quick.slice(0, start)].slice(0, Number(count ?? 1));
}

const rows: { suite: string; file: string; breakage: string; red: boolean }[] = [];
for (const breakage of chosen(process.argv.slice(2))) {
  const mend = apply(breakage);
  process.once('exit', mend);
  const stop = (): never => process.exit(130);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const { red, tail } = await noticed(breakage);
    rows.push({ suite: breakage.suite, file: breakage.file, breakage: breakage.to, red });
    console.log(`${red ? 'red, as it must be' : 'NOT NOTICED'}: ${breakage.file}: ${breakage.why}`);
    if (!red) console.log(tail);
  } finally {
    mend();
    process.off('exit', mend).off('SIGINT', stop).off('SIGTERM', stop);
  }
}
const missed = rows.filter(({ red }) => !red).length;
console.log(`${String(rows.length - missed)} passed, ${String(missed)} failed`);
process.exitCode = missed > 0 || rows.length === 0 ? 1 : 0;
