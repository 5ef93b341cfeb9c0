import { basename, join } from 'node:path';
import { createVitest, type TestModule, type TestSpecification } from 'vitest/node';
import { useEngine } from '../harness/engine.ts';
import type { RulesName } from './mutants.ts';

/** The rules suite in this process, on the engine that runs already. */
export interface Suite {
  /** The names of its files. */
  readonly files: readonly string[];
  /** Runs these until a test fails; the file and the test that failed, or undefined. */
  readonly firstFailure: (files: readonly string[]) => Promise<Failed | undefined>;
  readonly close: () => Promise<void>;
}

/** The test that failed first, and its file. */
export interface Failed {
  readonly file: string;
  readonly test: string;
}

function failedIn(module: TestModule): Failed | undefined {
  if (module.state() !== 'failed') return undefined;
  const [test] = module.children.allTests('failed');
  return { file: basename(module.moduleId), test: test?.fullName ?? 'the file itself' };
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
    bail: 1,
    reporters: [{}],
  });
  const all = await vitest.globTestSpecifications();
  return {
    files: all.map(nameOf),
    firstFailure: async (files) => {
      const specs = files.flatMap((file) => all.filter((spec) => nameOf(spec) === file));
      const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specs);
      // Vitest remembers the modules of earlier runs, too.
      const run = testModules.filter(({ moduleId }) => files.includes(basename(moduleId)));
      const [failed] = run.flatMap((module) => failedIn(module) ?? []);
      if (failed || unhandledErrors.length === 0) return failed;
      return { file: files[0] ?? '', test: String(unhandledErrors[0]) };
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
