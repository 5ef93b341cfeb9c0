import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setUp } from '../../harness/global-setup.ts';
import { orderOfDay, proofOf, unknownEquivalents } from './selection.ts';
import { KINDS } from './expressions.ts';
import { createKillHistory, type KillHistory } from './kill-history.ts';
import { mutantsOf, plain, SERVICES, type Mutant, type RulesName } from './mutants.ts';
import { load, openSuite, type Suite, type Test } from './suite.ts';

/** With fewer valid mutants than this the mutator itself is at fault. */
const MIN_MUTANTS = 200;
/** The unchanged rules are tested again after this many mutants: data that a mutant let in could make every later test fail. */
const BASELINE_EVERY = 100;

const FILES = Object.keys(SERVICES) as RulesName[];
const SOURCES = Object.fromEntries(
  FILES.map((file) => [file, readFileSync(join(import.meta.dirname, '../../..', file), 'utf8')]),
) as Record<RulesName, string>;

type Outcome = 'killed' | 'equivalent' | 'survived' | 'killed though listed as equivalent' | 'stillborn';
interface Row {
  readonly mutant: Mutant;
  readonly outcome: Outcome;
  readonly killer: string | undefined;
}

const nameOf = ({ file, line, name }: Mutant): string => `${file}:${line} ${name}`;

/** Loads the unchanged rules, without their comments. */
async function restore(file: RulesName): Promise<void> {
  if (!(await load(file, plain(file, SOURCES[file]))))
    throw new Error(`${file} does not load as the mutator writes it`);
}

async function requireGreen(suite: Suite): Promise<void> {
  const failed = await suite.failingIn(suite.files);
  if (failed) throw new Error(`the rules suite fails without a mutant: ${failed.file}: ${failed.name}`);
}

/** The test that killed a mutant, and whether it ran with all others of its file. */
interface Kill {
  readonly killer: Test;
  readonly isWholeFile: boolean;
}

/** Runs the tests that recently killed nearby, then those of the same collection, then the whole suite. */
async function kill(mutant: Mutant, suite: Suite, history: KillHistory): Promise<Kill | undefined> {
  if (proofOf(mutant) === undefined) {
    for (const tests of [history.recent(mutant), history.related(mutant, suite.tests())]) {
      const killer = await suite.failing(tests);
      if (killer) return { killer, isWholeFile: false };
    }
  }
  const killer = await suite.failingIn(history.order(mutant, suite.files));
  return killer && { killer, isWholeFile: true };
}

/** Records a test that killed, once it is known to pass alone: otherwise it would kill every later mutant. */
async function record(
  mutant: Mutant,
  { killer, isWholeFile }: Kill,
  suite: Suite,
  history: KillHistory,
): Promise<void> {
  const passesAlone = history.has(killer) || (killer.id !== '' && !(await suite.failing([killer])));
  if (passesAlone) history.record(mutant, killer);
  else if (!isWholeFile) throw new Error(`${killer.file}: ${killer.name} fails when it runs alone`);
}

async function test(mutant: Mutant, suite: Suite, history: KillHistory): Promise<Row> {
  if (!(await load(mutant.file, mutant.source))) return { mutant, outcome: 'stillborn', killer: undefined };
  const isEquivalent = proofOf(mutant) !== undefined;
  const killed = await kill(mutant, suite, history);
  await restore(mutant.file);
  if (!killed) return { mutant, outcome: isEquivalent ? 'equivalent' : 'survived', killer: undefined };
  await record(mutant, killed, suite, history);
  const killer = `${killed.killer.file}: ${killed.killer.name}`;
  return { mutant, outcome: isEquivalent ? 'killed though listed as equivalent' : 'killed', killer };
}

/** Tests mutants one after the other until `limit` of them were valid rules. */
async function runAll(mutants: readonly Mutant[], limit: number, suite: Suite): Promise<Row[]> {
  const history = createKillHistory();
  const rows: Row[] = [];
  for (const file of FILES) await restore(file);
  await requireGreen(suite);
  for (const mutant of mutants) {
    if (rows.filter(({ outcome }) => outcome !== 'stillborn').length === limit) break;
    const row = await test(mutant, suite, history);
    rows.push(row);
    console.log(`${row.outcome}: ${nameOf(mutant)}${row.killer === undefined ? '' : ` (${row.killer})`}`);
    if (rows.length % BASELINE_EVERY === 0) await requireGreen(suite);
  }
  await requireGreen(suite);
  return rows;
}

function summaryOf(rows: readonly Row[], seconds: number) {
  const count = (of: readonly Row[], outcome: Outcome): number => of.filter((row) => row.outcome === outcome).length;
  const kinds = KINDS.map((kind) => {
    const of = rows.filter(({ mutant }) => mutant.kind === kind);
    return [
      kind,
      { killed: count(of, 'killed'), equivalent: count(of, 'equivalent'), survived: count(of, 'survived') },
    ] as const;
  });
  return {
    mutants: rows.length - count(rows, 'stillborn'),
    killed: count(rows, 'killed'),
    equivalent: count(rows, 'equivalent'),
    survived: count(rows, 'survived'),
    stillborn: count(rows, 'stillborn'),
    seconds: Math.round(seconds),
    kinds: Object.fromEntries(kinds),
  };
}

async function run([first, count]: readonly string[]): Promise<number> {
  const began = Date.now();
  const all = FILES.flatMap((file) => mutantsOf(file, SOURCES[file]));
  const isSample = first === '--sample';
  const selected = isSample
    ? orderOfDay(all, began)
    : all.filter((mutant) => first === undefined || nameOf(mutant).includes(first));
  const end = await setUp({ name: 'rules' });
  const suite = await openSuite();
  try {
    const rows = await runAll(selected, isSample ? Number(count ?? 3) : Infinity, suite);
    const wrong = [
      ...rows.flatMap(({ outcome, mutant }) =>
        outcome === 'survived' || outcome === 'killed though listed as equivalent'
          ? [`${outcome}: ${nameOf(mutant)}`]
          : [],
      ),
      ...unknownEquivalents(all).map((name) => `listed as equivalent, but not a mutant: ${name}`),
    ];
    const summary = summaryOf(rows, (Date.now() - began) / 1000);
    if (first === undefined && summary.mutants < MIN_MUTANTS) wrong.push(`only ${summary.mutants} mutants`);
    console.log(['', ...wrong, JSON.stringify(summary)].join('\n'));
    const passed = summary.killed + summary.equivalent;
    console.log(`${passed} passed, ${wrong.length} failed`);
    return wrong.length > 0 || passed === 0 ? 1 : 0;
  } finally {
    await suite.close();
    await end();
  }
}

/** `npm run mutate -- rules [--sample N | WORD]`: changes one thing in the rules at a time and checks that a test fails. Returns the exit code. */
export async function mutateRules(args: readonly string[]): Promise<number> {
  try {
    return await run(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.log('0 passed, 1 failed');
    return 1;
  }
}
