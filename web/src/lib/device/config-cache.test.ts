// @vitest-environment node
import { expect, test, vi } from 'vitest';
import { contextOf } from './cache-storage.fake.ts';
import { configResponse } from './config-cache.ts';

const config = new Request('https://maru.test/maru.json');
const json = (region: string) => Promise.resolve(Response.json({ region }));

test('the configuration is the newest, and the last one without a network', async () => {
  const w = contextOf(() => json('a'));
  await configResponse(config, 1_000, w);
  w.fetch.mockImplementation(() => json('b'));
  expect(await (await configResponse(config, 1_000, w)).json()).toEqual({ region: 'b' });
  await w.settled();
  w.fetch.mockImplementation(() => Promise.reject(new TypeError('offline')));
  expect(await (await configResponse(config, 1_000, w)).json()).toEqual({ region: 'b' });
  w.fetch.mockImplementation(() =>
    Promise.resolve(new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })),
  );
  expect(await (await configResponse(config, 1_000, w)).json()).toEqual({ region: 'b' });
});

test('a network that answers too late is not waited for, unless there is nothing else', async () => {
  const w = contextOf(() => json('a'));
  let answer = (_: Response) => {};
  const late = () => new Promise<Response>((resolve) => (answer = resolve));
  w.fetch.mockImplementation(late);
  const first = configResponse(config, 0, w);
  await vi.waitFor(() => expect(w.fetch).toHaveBeenCalled());
  answer(Response.json({ region: 'first' }));
  expect(await (await first).json()).toEqual({ region: 'first' });
  await w.settled();
  expect(await (await configResponse(config, 0, w)).json()).toEqual({ region: 'first' });
});

test('without a network and without a last one it fails as fetch does', async () => {
  const w = contextOf(() => Promise.reject(new TypeError('offline')));
  await expect(configResponse(config, 1_000, w)).rejects.toThrow('offline');
});
