import { writeFileSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';
import type { Results } from './results.ts';

/** What a run of Vitest comes to; a file that could not be loaded and an error outside of tests count as one failure each. */
export function resultsOfModules(
  modules: readonly Pick<TestModule, 'children' | 'state'>[],
  errors: readonly unknown[],
): Results {
  const results: Results = { passed: 0, failed: errors.length, skipped: [] };
  for (const module of modules) {
    const failedBefore = results.failed;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') results.passed++;
      else if (result.state === 'failed') results.failed++;
      else results.skipped.push(`${test.fullName} (${('note' in result && result.note) || 'no reason given'})`);
    }
    if (module.state() === 'failed' && results.failed === failedBefore) results.failed++;
  }
  return results;
}

/** A reporter that writes the sum of a run to the file that MARU_RESULTS names. Vitest makes it with `new`. */
export default function reporter(): Reporter {
  return {
    onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
      const file = process.env['MARU_RESULTS'];
      if (file !== undefined) writeFileSync(file, JSON.stringify(resultsOfModules(modules, errors)));
    },
  };
}
