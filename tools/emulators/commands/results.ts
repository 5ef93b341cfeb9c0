import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** The results of one test runner. */
export interface Results {
  passed: number;
  /** Failed tests: file and title, then the lines of the error. */
  failed: string[];
  /** The names of skipped tests, with the reason where one was given. */
  skipped: string[];
}

interface PlaywrightError {
  message?: string;
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs?: {
    title: string;
    file: string;
    line: number;
    tests: {
      status: string;
      annotations: { type: string; description?: string }[];
      results: { errors: PlaywrightError[]; attachments: { name: string; path?: string }[] }[];
    }[];
  }[];
}

interface PlaywrightReport {
  suites: PlaywrightSuite[];
  errors: PlaywrightError[];
}

/** An entry of `failed`. */
export const failure = (title: string, ...details: (string | undefined)[]): string =>
  [title, ...details].filter(Boolean).join('\n');

/** What the page showed when the test failed, as Playwright describes it: the log is all that remains of a run elsewhere. */
function pageSnapshot(attachments: readonly { name: string; path?: string }[]): string | undefined {
  const path = attachments.find(({ name }) => name === 'error-context')?.path;
  return path && /^# Page snapshot\s+```yaml\n([^]*?)\n```/m.exec(readFileSync(path, 'utf8'))?.[1];
}

/** Reads Playwright's JSON report. A test that passed only on a retry counts as failed, and so does each error outside of tests. */
export function readPlaywright(report: unknown): Results {
  const { suites, errors } = report as PlaywrightReport;
  const outside = errors.map(({ message }) => failure('outside of tests', message));
  const results: Results = { passed: 0, failed: outside, skipped: [] };
  const visit = (suite: PlaywrightSuite): void => {
    suite.suites?.forEach(visit);
    for (const { title, file, line, tests } of suite.specs ?? []) {
      for (const { status, annotations, results: tries } of tests) {
        const details = tries.flatMap(({ errors, attachments }) => [
          ...errors.map(({ message }) => message),
          pageSnapshot(attachments),
        ]);
        if (status === 'expected') results.passed++;
        else if (status !== 'skipped') results.failed.push(failure(`${file}:${String(line)} > ${title}`, ...details));
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

/** The sum of several runners' results. */
export function sum(all: readonly Results[]): Results {
  return {
    passed: all.reduce((count, { passed }) => count + passed, 0),
    failed: all.flatMap(({ failed }) => failed),
    skipped: all.flatMap(({ skipped }) => skipped),
  };
}

/** With all failures and their errors, the list still fits in the last 100 lines of a log. */
const MAX_LINES = 75;
const MAX_ERROR_LINES = 45;

/** Lists failures for the end of the output: each with the first lines of its error, fewer the more there are. `.ci/run` reads it. */
export function listFailures(failed: readonly string[]): string {
  if (failed.length === 0) return '';
  const linesEach = Math.min(1 + MAX_ERROR_LINES, Math.max(1, Math.floor(MAX_LINES / failed.length)));
  const shown = failed.slice(0, MAX_LINES).flatMap((text) => {
    const [title = '', ...error] = stripVTControlCharacters(text)
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => line.slice(0, 200));
    return [`✘ ${title}`, ...error.slice(0, linesEach - 1).map((line) => `    ${line}`)];
  });
  const more = failed.length > MAX_LINES ? [`and ${String(failed.length - MAX_LINES)} more`] : [];
  return ['── failed ──', ...shown, ...more, '\n'].join('\n');
}
