import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { paths } from '@maru/model';
import { LIBRARY_NAME } from '../../tools/deploy/verify/context.ts';
import { signInAs, useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { readLink } from './program-link.ts';
import { createLibrary } from './uploading.ts';

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

test('on a project, the owner and a second person sign in by the page, one after the other', async () => {
  const { projectId, urls } = useEmulators();
  const args = ['--project', projectId, '--site', urls.app, '--second', '--only', '1,31', '--json'];
  const child = spawn(process.execPath, [RUN, ...args], { env: { ...environment(), BROWSER: 'none' } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const end = once(child, 'close');
  const owner = await signInAs('한지우', { address: 'jiwoo@example.com', canCreateLibrary: true });
  const second = (await createLibrary('이도윤')).owner;
  for (const [n, person, program] of [
    [0, owner, 'verify'],
    [1, second, 'import'],
  ] as const) {
    const { challenge, state, page, answer } = await readLink(() => err, n);
    const { code } = await person.call('createSignInCode', { program, challenge });
    expect(await answer({ state, code })).toEqual([303, `${page}#done`]);
    await person.close();
  }
  expect((await end) as unknown[], err).toEqual([0, null]);
  expect(JSON.parse(out)).toMatchObject({ passed: 2, failed: 0 });
  await expectDeleted();
}, 90_000);
