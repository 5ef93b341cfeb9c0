import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { paths } from '@maru/model';
import { LIBRARY_NAME } from '../../tools/deploy/verify/context.ts';
import { useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';

const RUN = fileURLToPath(new URL('../../tools/deploy/commands/verify.ts', import.meta.url));

interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly 'not-run': number;
  readonly outcomes: readonly { number: number; result: string; detail: { en: string } }[];
}

const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  MARU_APP: useEmulators().urls.app,
  LANG: 'C',
  LC_ALL: '',
});

/** Expects that the only library of the checks is scheduled for deletion. */
async function expectDeleted(): Promise<void> {
  const libraries = [...(await inspect.docs(paths.libraries())).values()];
  const own = libraries.filter((library) => library['name'] === LIBRARY_NAME);
  expect(own).toMatchObject([{ deleteAt: expect.anything() as unknown }]);
}

/** Runs `npm run verify` on the emulators of this run. */
function runVerify(...args: string[]): Promise<{ code: number; report: Report; err: string }> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [RUN, '--json', ...args],
      { env: environment(), timeout: 170_000 },
      (error, out, err) => {
        if (out === '') reject(new Error(err));
        else resolve({ code: error ? Number(error.code ?? -1) : 0, report: JSON.parse(out) as Report, err });
      },
    );
  });
}

test('checks on the emulators what they can show, says why for the rest, and deletes its library', async () => {
  const { code, report, err } = await runVerify();
  expect(
    report.outcomes.filter(({ result }) => result === 'failed'),
    err,
  ).toEqual([]);
  expect(code).toBe(0);
  const numbers = (result: string): number[] =>
    report.outcomes.flatMap((outcome) => (outcome.result === result ? [outcome.number] : []));
  expect(numbers('passed')).toEqual([1, 2, 8, 10, 14, 17, 22, 23, 24, 25, 26, 27, 28, 29, 31]);
  expect(numbers('not-run')).toEqual([3, 4, 5, 6, 7, 9, 11, 12, 13, 15, 16, 18, 19, 20, 21, 30, 32]);
  for (const { number, result, detail } of report.outcomes)
    if (result === 'not-run') expect(detail.en, String(number)).not.toBe('');
  await expectDeleted();
}, 180_000);

test('deletes its library when it is interrupted', async () => {
  const child = spawn(process.execPath, [RUN, '--only', '24,25,26,27,28'], { env: environment() });
  child.stdout.once('data', () => child.kill('SIGINT'));
  expect((await once(child, 'exit')) as unknown[]).toEqual([130, null]);
  await expectDeleted();
}, 60_000);
