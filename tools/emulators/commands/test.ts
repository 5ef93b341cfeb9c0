import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plain, Plain, words } from '../../bootstrap/messages.js';
import { buildFunctions, buildWeb } from '../build.ts';
import { ROOT } from '../root.ts';
import { readPlaywright, sum, type Results } from './results.ts';

const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const PLAYWRIGHT = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');

/** One run of one runner: a row at the end. */
interface Suite {
  name: string;
  /** What selects it on the command line: `npm test -- rules`. */
  part: string;
  folder: string;
  args: readonly string[];
  runner: 'vitest' | 'playwright';
}

const vitest = (part: string, name: string, folder: string, ...args: string[]): Suite => ({
  name,
  part,
  folder,
  args,
  runner: 'vitest',
});

const SUITES: readonly Suite[] = [
  vitest('unit', 'model', 'model'),
  vitest('unit', 'functions (unit)', 'functions'),
  vitest('unit', 'web', 'web'),
  vitest('tools', 'tools', 'tools'),
  vitest('unit', 'house', 'tests', '--project', 'house'),
  vitest('emulators', 'emulators', 'tests', '--project', 'emulators'),
  vitest('rules', 'rules', 'tests', '--project', 'rules'),
  vitest('functions', 'functions', 'tests', '--project', 'functions'),
  { name: 'browser', part: 'e2e', folder: 'tests', args: [], runner: 'playwright' },
];

/** What a suite says while another one is being heard, kept until it is its turn. */
class Voice {
  #isHeard = false;
  #held: Buffer[] = [];

  readonly say = (chunk: Buffer | string): void => {
    if (this.#isHeard) process.stdout.write(chunk);
    else this.#held.push(Buffer.from(chunk));
  };

  hear(): void {
    this.#isHeard = true;
    for (const chunk of this.#held.splice(0)) process.stdout.write(chunk);
  }
}

function run(suite: Suite, more: readonly string[], report: string, voice: Voice): Promise<number> {
  const isVitest = suite.runner === 'vitest';
  const args = isVitest
    ? [
        VITEST,
        'run',
        '--reporter=default',
        `--reporter=${join(import.meta.dirname, 'vitest-results.ts')}`,
        ...suite.args,
        ...more,
      ]
    : [PLAYWRIGHT, 'test', '--reporter=list,json', ...suite.args, ...more];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: join(ROOT, suite.folder),
      stdio: ['inherit', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PLAYWRIGHT_JSON_OUTPUT_NAME: report,
        MARU_RESULTS: report,
        ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
      },
    });
    child.stdout.on('data', voice.say);
    child.stderr.on('data', voice.say);
    child.once('error', () => {
      resolve(1);
    });
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
}

async function resultsOf(suite: Suite, more: readonly string[], folder: string, voice: Voice): Promise<Results> {
  const report = join(folder, `${suite.name}.json`);
  const code = await run(suite, more, report, voice);
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: [] };
  const told: unknown = JSON.parse(await readFile(report, 'utf8'));
  const results = suite.runner === 'vitest' ? (told as Results) : readPlaywright(told);
  // What fails outside of any test (a setup, an unhandled error) is a failure too.
  return code !== 0 && results.failed === 0 ? { ...results, failed: 1 } : results;
}

function chosen(parts: readonly string[]): readonly Suite[] {
  if (parts.length === 0) return SUITES;
  const known = [...new Set(SUITES.map(({ part }) => part))];
  const unknown = parts.find((part) => !known.includes(part));
  if (unknown !== undefined) {
    throw plain(
      `'${unknown}'은 없어요. 있는 것: ${known.join(', ')}`,
      `There is no part '${unknown}'; there are ${known.join(', ')}.`,
    );
  }
  return SUITES.filter(({ part }) => parts.includes(part));
}

type Row = readonly [name: string, results: Results, seconds: number];

async function rowsOf(suites: readonly Suite[], more: readonly string[], folder: string, voice: Voice): Promise<Row[]> {
  const rows: Row[] = [];
  for (const suite of suites) {
    voice.say(`\n── ${suite.name} ──\n`);
    const began = Date.now();
    rows.push([suite.name, await resultsOf(suite, more, folder, voice), (Date.now() - began) / 1000]);
  }
  return rows;
}

/** Runs the suites in two rows beside each other, each with emulators of its own: a browser waits more than it works. */
async function runAll(suites: readonly Suite[], more: readonly string[], folder: string): Promise<Row[]> {
  const [first, second] = [new Voice(), new Voice()];
  first.hear();
  const here = suites.filter(({ runner }) => runner === 'vitest');
  const there = suites.filter(({ runner }) => runner === 'playwright');
  const browser = rowsOf(there, more, folder, second);
  const rows = await rowsOf(here, more, folder, first);
  second.hear();
  return [...rows, ...(await browser)];
}

/** `npm test -- [PART …] [-- what goes on to the runners]`. */
async function main(argv: readonly string[]): Promise<number> {
  const end = argv.indexOf('--');
  const parts = end < 0 ? argv : argv.slice(0, end);
  const more = end < 0 ? [] : argv.slice(end + 1);
  const suites = chosen(parts);
  const needs = (...names: string[]): boolean => suites.some(({ part }) => names.includes(part));
  if (needs('functions', 'e2e', 'rules')) await buildFunctions();
  if (needs('e2e')) await buildWeb();
  const folder = await mkdtemp(join(tmpdir(), 'maru-results-'));
  const rows = await runAll(suites, more, folder);
  await rm(folder, { recursive: true, force: true });
  const total = sum(rows.map(([, results]) => results));
  process.stdout.write('\n');
  for (const skipped of total.skipped) process.stdout.write(`${words('건너뜀', 'skipped')}: ${skipped}\n`);
  for (const [name, { passed, failed, skipped }, seconds] of rows) {
    const counts = [passed, failed, skipped.length].map((count) => String(count).padStart(6)).join('');
    process.stdout.write(`${name.padEnd(18)}${counts}  ${seconds.toFixed(1).padStart(7)} s\n`);
  }
  process.stdout.write(`${String(total.passed)} passed, ${String(total.failed)} failed\n`);
  return total.failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Plain)) throw error;
  process.stderr.write(`${error.message}\n0 passed, 1 failed\n`);
  process.exitCode = 1;
}
