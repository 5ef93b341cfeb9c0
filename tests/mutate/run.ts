import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { begin } from '../harness/global-setup.ts';
import { orderOf, proofOf, strayOf } from './choose.ts';
import { KINDS } from './expressions.ts';
import { hunters, type Hunters } from './hunters.ts';
import { mutantsOf, plain, SERVICES, type Mutant, type RulesName } from './mutants.ts';
import { load, openSuite, type Suite, type Test } from './suite.ts';

/** Fewer that load than this, and the mutator is what is broken. */
const FEWEST = 200;
/** After so many the rules as they are must still be green: what a mutant let in could make all that follow red. */
const LOOK_EVERY = 100;

const FILES = Object.keys(SERVICES) as RulesName[];
const SOURCES = Object.fromEntries(
  FILES.map((file) => [file, readFileSync(join(import.meta.dirname, '../..', file), 'utf8')]),
) as Record<RulesName, string>;

type Fate = 'killed' | 'equivalent' | 'survived' | 'died though equivalent' | 'stillborn';
interface Row {
  readonly mutant: Mutant;
  readonly fate: Fate;
  readonly killer: string | undefined;
}

const nameOf = ({ file, line, name }: Mutant): string => `${file}:${line} ${name}`;

/** Loads the rules as they are, without their comments. */
async function mend(file: RulesName): Promise<void> {
  if (!(await load(file, plain(file, SOURCES[file]))))
    throw new Error(`${file} does not load as the mutator writes it`);
}

async function refuseRed(suite: Suite): Promise<void> {
  const red = await suite.failingIn(suite.files);
  if (red)
    throw new Error(`the rules suite is red without a mutant, so that nothing is proved: ${red.file}: ${red.name}`);
}

/** A test that killed, and whether it was run with all others of its file. */
interface Kill {
  readonly killer: Test;
  readonly isWhole: boolean;
}

/** Who killed nearby is tried first, then who speaks of this place, then the whole suite. */
async function killOf(mutant: Mutant, suite: Suite, known: Hunters): Promise<Kill | undefined> {
  if (proofOf(mutant) === undefined) {
    for (const tests of [known.likely(mutant), known.kin(mutant, suite.tests())]) {
      const killer = await suite.failing(tests);
      if (killer) return { killer, isWhole: false };
    }
  }
  const killer = await suite.failingIn(known.order(mutant, suite.files));
  return killer && { killer, isWhole: true };
}

/** Remembers a test that killed. One that fails alone, without others of its file, would kill whatever comes. */
async function learn(mutant: Mutant, { killer, isWhole }: Kill, suite: Suite, known: Hunters): Promise<void> {
  const standsAlone = known.knows(killer) || (killer.id !== '' && !(await suite.failing([killer])));
  if (standsAlone) known.learn(mutant, killer);
  else if (!isWhole) throw new Error(`${killer.file}: ${killer.name} fails alone`);
}

async function fateOf(mutant: Mutant, suite: Suite, known: Hunters): Promise<Row> {
  if (!(await load(mutant.file, mutant.source))) return { mutant, fate: 'stillborn', killer: undefined };
  const isEquivalent = proofOf(mutant) !== undefined;
  const kill = await killOf(mutant, suite, known);
  await mend(mutant.file);
  if (!kill) return { mutant, fate: isEquivalent ? 'equivalent' : 'survived', killer: undefined };
  await learn(mutant, kill, suite, known);
  const killer = `${kill.killer.file}: ${kill.killer.name}`;
  return { mutant, fate: isEquivalent ? 'died though equivalent' : 'killed', killer };
}

/** Runs mutants one after the other until so many were born. */
async function runAll(mutants: readonly Mutant[], enough: number, suite: Suite): Promise<Row[]> {
  const known = hunters();
  const rows: Row[] = [];
  for (const file of FILES) await mend(file);
  await refuseRed(suite);
  for (const mutant of mutants) {
    if (rows.filter(({ fate }) => fate !== 'stillborn').length === enough) break;
    const row = await fateOf(mutant, suite, known);
    rows.push(row);
    console.log(`${row.fate}: ${nameOf(mutant)}${row.killer === undefined ? '' : ` (${row.killer})`}`);
    if (rows.length % LOOK_EVERY === 0) await refuseRed(suite);
  }
  await refuseRed(suite);
  return rows;
}

function summaryOf(rows: readonly Row[], seconds: number) {
  const count = (of: readonly Row[], fate: Fate): number => of.filter((row) => row.fate === fate).length;
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

/** `npm run mutate [-- --sample N | WORD]`: all, N of them (others each day), or those whose name has the word. */
async function main([first, count]: readonly string[]): Promise<number> {
  const began = Date.now();
  const all = FILES.flatMap((file) => mutantsOf(file, SOURCES[file]));
  const isSample = first === '--sample';
  const chosen = isSample
    ? orderOf(all, began)
    : all.filter((mutant) => first === undefined || nameOf(mutant).includes(first));
  process.env['MARU_TEST_FUNCTIONS'] = '0';
  const end = await begin();
  const suite = await openSuite();
  try {
    const rows = await runAll(chosen, isSample ? Number(count ?? 3) : Infinity, suite);
    const wrong = [
      ...rows.flatMap(({ fate, mutant }) =>
        fate === 'survived' || fate === 'died though equivalent' ? [`${fate}: ${nameOf(mutant)}`] : [],
      ),
      ...strayOf(all).map((name) => `listed as equivalent, but no mutant: ${name}`),
    ];
    const summary = summaryOf(rows, (Date.now() - began) / 1000);
    if (first === undefined && summary.mutants < FEWEST) wrong.push(`${summary.mutants} mutants are too few`);
    console.log(['', ...wrong, JSON.stringify(summary)].join('\n'));
    const passed = summary.killed + summary.equivalent;
    console.log(`${passed} passed, ${wrong.length} failed`);
    return wrong.length > 0 || passed === 0 ? 1 : 0;
  } finally {
    await suite.close();
    await end();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
