import { basename, join } from 'node:path';
import { createVitest, type TestCase, type TestModule, type TestSpecification } from 'vitest/node';
import { useEmulators } from '../../harness/emulators.ts';
import type { RulesName } from './mutants.ts';

/** One test of the rules suite. */
export interface Test {
  readonly file: string;
  readonly id: string;
  readonly name: string;
}

/** The rules suite, run in this process against emulators that are already running. */
export interface Suite {
  readonly files: readonly string[];
  /** All tests that have run so far. */
  readonly tests: () => readonly Test[];
  /** Runs these tests and returns the fastest that failed, or undefined. */
  readonly failing: (tests: readonly Test[]) => Promise<Test | undefined>;
  /** Runs these files one after the other until a test fails. */
  readonly failingIn: (files: readonly string[]) => Promise<Test | undefined>;
  readonly close: () => Promise<void>;
}

const nameOf = ({ moduleId }: TestSpecification): string => basename(moduleId);

const byDuration = (one: TestCase, other: TestCase): number =>
  (one.diagnostic()?.duration ?? Infinity) - (other.diagnostic()?.duration ?? Infinity);

const testOf = (test: TestCase): Test => ({ file: basename(test.module.moduleId), id: test.id, name: test.fullName });

/** The fastest failed test, or the file that failed to load. */
function failedOf(modules: readonly TestModule[]): Test | undefined {
  const all = modules.flatMap((module) => [...module.children.allTests('failed')]);
  const [failed] = all.sort(byDuration);
  if (failed) return testOf(failed);
  const module = modules.find((one) => one.state() === 'failed');
  return module && { file: basename(module.moduleId), id: '', name: 'the file itself' };
}

/** Opens the suite and keeps it open between runs, so that one test takes half a second. */
export async function openSuite(): Promise<Suite> {
  const root = join(import.meta.dirname, '../..');
  // No `bail`: Vitest may report tests that it skips with their results of the previous run.
  const vitest = await createVitest({
    root,
    config: join(root, 'vitest.config.ts'),
    project: ['rules'],
    watch: false,
    reporters: [{}],
  });
  const whole = await vitest.globTestSpecifications();
  const known = new Map<string, Test>();
  const run = async (specs: readonly TestSpecification[]): Promise<Test | undefined> => {
    if (specs.length === 0) return undefined;
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications([...specs]);
    const ran = testModules.filter(({ moduleId }) => specs.some((spec) => spec.moduleId === moduleId));
    if (ran.length < specs.length) throw new Error('the suite did not run');
    for (const test of ran.flatMap((module) => [...module.children.allTests()])) known.set(test.id, testOf(test));
    const failed = failedOf(ran);
    if (failed || unhandledErrors.length === 0) return failed;
    return { file: '', id: '', name: String(unhandledErrors[0]) };
  };
  return {
    files: whole.map(nameOf),
    tests: () => [...known.values()],
    failing: (tests) =>
      run(
        whole.flatMap((spec) => {
          const testIds = tests.filter(({ file }) => file === nameOf(spec)).map(({ id }) => id);
          return testIds.length === 0 ? [] : [spec.project.createSpecification(spec.moduleId, { testIds })];
        }),
      ),
    failingIn: async (files) => {
      for (const file of files) {
        const failed = await run(whole.filter((spec) => nameOf(spec) === file));
        if (failed) return failed;
      }
      return undefined;
    },
    close: () => vitest.close(),
  };
}

/** Loads a rules file into the running emulators; returns whether it compiled. */
export async function load(file: RulesName, source: string): Promise<boolean> {
  const { urls, projectId } = useEmulators();
  const to = {
    'firestore.rules': `${urls.firestore}/emulator/v1/projects/${projectId}:securityRules`,
    'storage.rules': `${urls.storage}/internal/setRules`,
  }[file];
  const answer = await fetch(to, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rules: { files: [{ name: file, content: source }] } }),
  });
  const text = await answer.text();
  if (!answer.ok && answer.status !== 400) throw new Error(`${to} answered ${answer.status}: ${text}`);
  return answer.ok;
}
