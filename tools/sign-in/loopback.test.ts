import { request } from 'node:http';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { signInByLoopback, type LoopbackOptions } from './loopback.ts';

const [state, code] = ['s'.repeat(32), 'c'.repeat(32)];

interface Answer {
  readonly status: number | undefined;
  readonly location: string | undefined;
}

/** Waits on loopback; `get` sends a request as a browser would, with other options if given. */
async function listen(options: Partial<LoopbackOptions<string>> = {}) {
  const { promise: listening, resolve } = Promise.withResolvers<number>();
  const result = signInByLoopback({
    ...{ state, page: 'https://maru.example/sign-in/program', timeoutMs: 10_000 },
    onlisten: resolve,
    redeem: (given) => Promise.resolve(`session of ${given}`),
    ...options,
  });
  // The test awaits it later.
  result.catch(() => undefined);
  const port = await listening;
  const get = (query: string, { method = 'GET', host = `127.0.0.1:${String(port)}` } = {}): Promise<Answer> =>
    new Promise((done, fail) => {
      request({ host: '127.0.0.1', port, path: `/${query}`, method, headers: { host } }, (response) => {
        response.resume();
        done({ status: response.statusCode, location: response.headers.location });
      })
        .on('error', fail)
        .end();
    });
  return { result, get };
}

test('redeems the code and sends the browser back to the page', async () => {
  const { result, get } = await listen();
  expect(await get(`?state=${state}&code=${code}`)).toEqual({
    status: 303,
    location: 'https://maru.example/sign-in/program#done',
  });
  expect(await result).toBe(`session of ${code}`);
  await expect(get('')).rejects.toThrow();
});

test('ignores what another web site may send', async () => {
  const { result, get } = await listen();
  const query = `?state=${state}&code=${code}`;
  for (const other of [
    '',
    `?code=${code}`,
    `?state=${'x'.repeat(32)}&code=${code}`,
    '?error=cancelled',
    `a${query}`,
    '/',
  ])
    expect((await get(other)).status, other).toBe(404);
  expect((await get(query, { method: 'POST' })).status).toBe(404);
  expect((await get(query, { host: 'evil.example' })).status).toBe(404);
  expect((await get(`?state=${state}&code=short`)).status).toBe(400);
  expect((await get(query)).status).toBe(303);
  expect(await result).toBe(`session of ${code}`);
});

test('a code that is refused ends the sign-in', async () => {
  const { result, get } = await listen({ redeem: () => Promise.reject(new Error('no')) });
  expect((await get(`?state=${state}&code=${code}`)).location).toMatch(/#failed$/);
  await expect(result).rejects.toThrow('no');
});

test('a second code while the first is redeemed is refused', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const { result, get } = await listen({ redeem: () => promise });
  const first = get(`?state=${state}&code=${code}`);
  await expect.poll(async () => (await get(`?state=${state}&code=${'d'.repeat(32)}`)).status).toBe(409);
  resolve('first');
  expect((await first).status).toBe(303);
  expect(await result).toBe('first');
});

test('takes the address that a browser on another computer could not open', async () => {
  const input = new PassThrough();
  const { result } = await listen({ input });
  for (const line of ['', 'hello', code, `http://127.0.0.1:1/?state=${'x'.repeat(32)}&code=${code}`])
    input.write(`${line}\n`);
  input.write(` http://127.0.0.1:1/?state=${state}&code=${code} \n`);
  expect(await result).toBe(`session of ${code}`);
});

test('ends if the person cancels or does nothing', async () => {
  const { result, get } = await listen();
  expect((await get(`?state=${state}&error=cancelled`)).location).toMatch(/#cancelled$/);
  await expect(result).rejects.toMatchObject({ problem: 'cancelled' });
  await expect((await listen({ timeoutMs: 1 })).result).rejects.toMatchObject({ problem: 'timed-out' });
});
