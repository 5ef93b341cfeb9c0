import { basename, join } from 'node:path';
import { createVitest, type TestModule, type TestSpecification } from 'vitest/node';
import { useEngine } from '../harness/engine.ts';
import type { RulesName } from './mutants.ts';

/** The rules suite in this process, on the engine that runs already. */
export interface Suite {
  /** The names of its files. */
  readonly files: readonly string[];
  /** Runs one file after the other until a test fails; which one that was, or undefined. */
  readonly firstFailure: (files: readonly string[]) => Promise<Failed | undefined>;
  readonly close: () => Promise<void>;
}

/** The test that failed first, and its file. */
export interface Failed {
  readonly file: string;
  readonly test: string;
}

function failedIn(module: TestModule): Failed | undefined {
  const file = basename(module.moduleId);
  const others = [...module.children.allTests()].filter((test) => test.result().state !== 'passed');
  const [failed] = others.filter((test) => test.result().state === 'failed');
  if (failed || module.state() === 'failed') return { file, test: failed?.fullName ?? 'the file itself' };
  if (others.length > 0 || module.state() !== 'passed') throw new Error(`${file} was not run to its end`);
  return undefined;
}

const nameOf = ({ moduleId }: TestSpecification): string => basename(moduleId);

/** Opens the suite; it stays open from run to run, which makes one take a second or two. */
export async function openSuite(): Promise<Suite> {
  const root = join(import.meta.dirname, '..');
  const vitest = await createVitest({
    root,
    config: join(root, 'vitest.config.ts'),
    project: ['rules'],
    watch: false,
    reporters: [{}],
  });
  const all = await vitest.globTestSpecifications();
  return {
    files: all.map(nameOf),
    // File by file: what Vitest gives up early (bail) it may report with what it knew from the run before.
    firstFailure: async (files) => {
      for (const file of files) {
        const specs = all.filter((spec) => nameOf(spec) === file);
        const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specs);
        const run = testModules.filter(({ moduleId }) => basename(moduleId) === file);
        if (run.length === 0) throw new Error(`${file} was not run`);
        const [failed] = run.flatMap((module) => failedIn(module) ?? []);
        if (failed) return failed;
        if (unhandledErrors.length > 0) return { file, test: String(unhandledErrors[0]) };
      }
      return undefined;
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
