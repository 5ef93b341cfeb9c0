/** What one test runner reported. */
export interface Results {
  passed: number;
  failed: number;
  /** The names of skipped tests, with the reason where one was given. */
  skipped: string[];
}

interface PlaywrightSuite {
  title: string;
  suites?: PlaywrightSuite[];
  specs?: {
    title: string;
    tests: { status: string; annotations: { type: string; description?: string }[] }[];
  }[];
}

interface PlaywrightReport {
  suites: PlaywrightSuite[];
  errors: unknown[];
}

/** From Playwright's JSON report; a test that passed only at a second try counts as failed, an error outside of tests as one failure. */
export function readPlaywright(report: unknown): Results {
  const { suites, errors } = report as PlaywrightReport;
  const results: Results = { passed: 0, failed: errors.length, skipped: [] };
  const visit = (suite: PlaywrightSuite): void => {
    suite.suites?.forEach(visit);
    for (const { title, tests } of suite.specs ?? []) {
      for (const { status, annotations } of tests) {
        if (status === 'expected') results.passed++;
        else if (status !== 'skipped') results.failed++;
        else
          results.skipped.push(
            `${title} (${annotations.find(({ description }) => description)?.description ?? status})`,
          );
      }
    }
  };
  suites.forEach(visit);
  return results;
}

/** The sum of several runners' reports. */
export function sum(all: readonly Results[]): Results {
  return {
    passed: all.reduce((count, { passed }) => count + passed, 0),
    failed: all.reduce((count, { failed }) => count + failed, 0),
    skipped: all.flatMap(({ skipped }) => skipped),
  };
}
