import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { paths } from '@maru/model';
import { expect, test } from 'vitest';
import { LIBRARY_NAME } from '../../tools/deploy/verify/context.ts';
import { signInAs, useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { readLink } from './program-link.ts';
import { createLibrary } from './uploading.ts';

const RUN = fileURLToPath(new URL('../../tools/deploy/commands/verify.ts', import.meta.url));

interface Report {
  readonly outcomes: readonly { number: number; result: string; detail: { en: string } }[];
}

/** Starts `npm run verify` on the emulators of this run. */
function startVerify(...args: string[]): ChildProcessByStdio<null, Readable, Readable> {
  const env = { ...process.env, MARU_APP: useEmulators().urls.app, BROWSER: 'none', LANG: 'C', LC_ALL: '' };
  return spawn(process.execPath, [RUN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Expects that the only library of the checks is scheduled for deletion. */
async function expectDeleted(): Promise<void> {
  const libraries = [...(await inspect.docs(paths.libraries())).values()];
  const own = libraries.filter((library) => library['name'] === LIBRARY_NAME);
  expect(own).toMatchObject([{ deleteAt: expect.anything() as unknown }]);
}

test('two people sign in by the page; checks what the emulators can show, says why for the rest, and deletes its library', async () => {
  const { projectId, urls } = useEmulators();
  const child = startVerify('--project', projectId, '--site', urls.app, '--second', '--json');
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
  const [code] = (await end) as [number];
  const { outcomes } = JSON.parse(out) as Report;
  expect(
    outcomes.filter(({ result }) => result === 'failed'),
    err,
  ).toEqual([]);
  expect(code).toBe(0);
  const numbers = (wanted: string): number[] =>
    outcomes.flatMap(({ number, result }) => (result === wanted ? [number] : []));
  expect(numbers('passed')).toEqual([1, 2, 8, 10, 14, 17, 22, 23, 24, 25, 26, 27, 28, 29, 31]);
  expect(numbers('not-run')).toEqual([3, 4, 5, 6, 7, 9, 11, 12, 13, 15, 16, 18, 19, 20, 21, 30, 32]);
  for (const { number, result, detail } of outcomes)
    if (result === 'not-run') expect(detail.en, String(number)).not.toBe('');
  await expectDeleted();
}, 180_000);

test('without a project, signs in as the demo owner; deletes its library when it is interrupted', async () => {
  const child = startVerify('--only', '24,25,26,27,28');
  child.stdout.once('data', () => child.kill('SIGINT'));
  expect((await once(child, 'exit')) as unknown[]).toEqual([130, null]);
  await expectDeleted();
}, 120_000);
