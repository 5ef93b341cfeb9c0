import { writeFileSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';
import { failure, type Results } from './results.ts';

type Failure = Pick<SerializedError, 'message' | 'stack'> & { diff?: string };

const failureOf = (title: string, errors: readonly Failure[] = []): string =>
  failure(title, ...errors.flatMap(({ message, diff, stack }) => [message, diff, /^ +at .*/m.exec(stack ?? '')?.[0]]));

/** Sums up a Vitest run. A file that does not load, a failed hook and an error outside of tests count as one failure each. */
export function resultsOfModules(
  modules: readonly Pick<TestModule, 'type' | 'relativeModuleId' | 'children' | 'errors'>[],
  errors: readonly Failure[],
): Results {
  const outside = errors.map((error) => failureOf('outside of tests', [error]));
  const results: Results = { passed: 0, failed: outside, skipped: [] };
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') results.passed++;
      else if (result.state === 'failed')
        results.failed.push(failureOf(`${module.relativeModuleId} > ${test.fullName}`, result.errors));
      else results.skipped.push(`${test.fullName} (${('note' in result && result.note) || 'no reason given'})`);
    }
    for (const one of [module, ...module.children.allSuites()]) {
      const title = one.type === 'suite' ? `${module.relativeModuleId} > ${one.fullName}` : module.relativeModuleId;
      if (one.errors().length > 0) results.failed.push(failureOf(title, one.errors()));
    }
  }
  return results;
}

/** A reporter that writes the results to the file named by MARU_RESULTS. Vitest calls it with `new`. */
export default function reporter(): Reporter {
  return {
    onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
      const file = process.env['MARU_RESULTS'];
      if (file !== undefined) writeFileSync(file, JSON.stringify(resultsOfModules(modules, errors)));
    },
  };
}
