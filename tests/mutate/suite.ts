import { basename, join } from 'node:path';
import { createVitest, type TestCase, type TestModule } from 'vitest/node';
import { useEngine } from '../harness/engine.ts';
import type { RulesName } from './mutants.ts';

/** One test of the rules suite. */
export interface Test {
  readonly file: string;
  readonly id: string;
  readonly name: string;
}

/** The rules suite in this process, on the engine that runs already. */
export interface Suite {
  /** Runs these tests, or all; of those that failed the quickest, or undefined. */
  readonly failing: (tests?: readonly Test[]) => Promise<Test | undefined>;
  readonly close: () => Promise<void>;
}

const quickestFirst = (one: TestCase, other: TestCase): number =>
  (one.diagnostic()?.duration ?? Infinity) - (other.diagnostic()?.duration ?? Infinity);

function failedOf(modules: readonly TestModule[], isWhole: boolean): Test | undefined {
  const all = modules.flatMap((module) => [...module.children.allTests()]);
  const [failed] = all.filter((test) => test.result().state === 'failed').sort(quickestFirst);
  if (failed) return { file: basename(failed.module.moduleId), id: failed.id, name: failed.fullName };
  const broken = modules.find((module) => module.state() === 'failed');
  if (broken) return { file: basename(broken.moduleId), id: '', name: 'the file itself' };
  if (isWhole && all.some((test) => test.result().state !== 'passed'))
    throw new Error('the suite did not run to its end');
  return undefined;
}

/** Opens the suite; it stays open from run to run, which makes one test take half a second. */
export async function openSuite(): Promise<Suite> {
  const root = join(import.meta.dirname, '..');
  // Without `bail`: what Vitest gives up early it may report with what it knew from the run before.
  const vitest = await createVitest({
    root,
    config: join(root, 'vitest.config.ts'),
    project: ['rules'],
    watch: false,
    reporters: [{}],
  });
  const whole = await vitest.globTestSpecifications();
  const only = (tests: readonly Test[]) =>
    whole.flatMap((spec) => {
      const testIds = tests.filter(({ file }) => file === basename(spec.moduleId)).map(({ id }) => id);
      return testIds.length === 0 ? [] : [spec.project.createSpecification(spec.moduleId, { testIds })];
    });
  return {
    failing: async (tests) => {
      const specs = tests ? only(tests) : whole;
      if (specs.length === 0) return undefined;
      const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specs);
      const run = testModules.filter(({ moduleId }) => specs.some((spec) => spec.moduleId === moduleId));
      if (run.length < specs.length) throw new Error('the suite did not run');
      const failed = failedOf(run, tests === undefined);
      if (failed || unhandledErrors.length === 0) return failed;
      return { file: '', id: '', name: String(unhandledErrors[0]) };
    },
    close: () => vitest.close(),
  };
}

/** Puts a rules file into the running engine; whether it compiled. */
export async function load(file: RulesName, source: string): Promise<boolean> {
  const { urls, projectId } = useEngine();
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
