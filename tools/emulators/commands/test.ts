import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { setPriority, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { userError, UserError, localize } from '../../bootstrap/messages.js';
import { buildFunctions, buildWeb } from '../build.ts';
import { ROOT } from '../root.ts';
import { OutputMerger, type SuiteOutput } from './output.ts';
import { listFailures, readPlaywright, sum, type Results } from './results.ts';
import { lanesFor, runInLanes } from './schedule.ts';
import { SUITES, UNSHARDED_SUITES, type Suite } from './suites.ts';

const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const PLAYWRIGHT = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');
/** The niceness of suites in the background: the others, which mostly wait, are served first, and a busy machine still runs them. */
const BACKGROUND = 5;

function run(suite: Suite, more: readonly string[], report: string, output: SuiteOutput): Promise<number> {
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
        // A run starts hundreds of processes of Node.js, which load the same programs.
        NODE_COMPILE_CACHE: join(dirname(report), 'compiled'),
        ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
      },
    });
    // What it starts inherits the niceness.
    if (suite.isBackground && child.pid !== undefined) setPriority(child.pid, BACKGROUND);
    child.stdout.on('data', output.write);
    child.stderr.on('data', output.write);
    child.once('error', () => {
      resolve(1);
    });
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
}

async function resultsOf(suite: Suite, more: readonly string[], folder: string, output: SuiteOutput): Promise<Results> {
  const report = join(folder, `${suite.name}.json`);
  const code = await run(suite, more, report, output);
  if (!existsSync(report))
    return { passed: 0, failed: [`${suite.name}: the runner ended without results; see its output`], skipped: [] };
  const written: unknown = JSON.parse(await readFile(report, 'utf8'));
  const results = suite.runner === 'vitest' ? (written as Results) : readPlaywright(written);
  if (code !== 0 && results.failed.length === 0)
    results.failed.push(`the runner exited with ${String(code)}; see its output`);
  return { ...results, failed: results.failed.map((text) => `${suite.name}: ${text}`) };
}

function select(suites: readonly Suite[], parts: readonly string[]): readonly Suite[] {
  if (parts.length === 0) return suites;
  const known = [...new Set(suites.map(({ part }) => part))];
  const unknown = parts.find((part) => !known.includes(part));
  if (unknown !== undefined) {
    throw userError(
      `'${unknown}'은 없어요. 고를 수 있는 것: ${known.join(', ')}`,
      `There is no part '${unknown}'. Choose from ${known.join(', ')}.`,
    );
  }
  return suites.filter(({ part }) => parts.includes(part));
}

type Row = readonly [name: string, results: Results, seconds: number];

async function rowOf(suite: Suite, more: readonly string[], folder: string, output: SuiteOutput): Promise<Row> {
  const began = Date.now();
  const results = await resultsOf(suite, more, folder, output);
  output.end();
  return [suite.name, results, (Date.now() - began) / 1000];
}

/** `npm test -- [PART …] [-- arguments for the runners]`. */
async function main(argv: readonly string[]): Promise<number> {
  const end = argv.indexOf('--');
  const parts = end < 0 ? argv : argv.slice(0, end);
  const more = end < 0 ? [] : argv.slice(end + 1);
  const suites = select(more.length === 0 ? SUITES : UNSHARDED_SUITES, parts);
  const began = Date.now();
  const needs = (...names: string[]): boolean => suites.some(({ part }) => names.includes(part));
  await Promise.all([needs('functions', 'e2e') && buildFunctions(), needs('e2e') && buildWeb()]);
  const folder = await mkdtemp(join(tmpdir(), 'maru-results-'));
  const merger = new OutputMerger((chunk) => process.stdout.write(chunk));
  const rows = await runInLanes(suites, lanesFor(), (suite) => rowOf(suite, more, folder, merger.open(suite.name)));
  await rm(folder, { recursive: true, force: true });
  const total = sum(rows.map(([, results]) => results));
  process.stdout.write('\n');
  for (const skipped of total.skipped) process.stdout.write(`${localize('건너뜀', 'skipped')}: ${skipped}\n`);
  process.stdout.write(listFailures(total.failed));
  for (const [name, { passed, failed, skipped }, seconds] of rows) {
    const counts = [passed, failed.length, skipped.length].map((count) => String(count).padStart(6)).join('');
    process.stdout.write(`${name.padEnd(18)}${counts}  ${seconds.toFixed(1).padStart(7)} s\n`);
  }
  process.stdout.write(
    `${localize('모두', 'total').padEnd(36)}  ${((Date.now() - began) / 1000).toFixed(1).padStart(7)} s\n`,
  );
  process.stdout.write(`${String(total.passed)} passed, ${String(total.failed.length)} failed\n`);
  return total.failed.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stdout.write(`${listFailures([error.message])}0 passed, 1 failed\n`);
  process.exitCode = 1;
}
