// @vitest-environment node
import { expect, test, vi } from 'vitest';
import { contextOf } from './cache-storage.fake.ts';
import { configResponse } from './config-cache.ts';

const config = new Request('https://maru.test/maru.json');
const json = (region: string) => Promise.resolve(Response.json({ region }));

test('returns the newest configuration, or the cached one without a network', async () => {
  const context = contextOf(() => json('a'));
  await configResponse(config, 1_000, context);
  context.fetch.mockImplementation(() => json('b'));
  expect(await (await configResponse(config, 1_000, context)).json()).toEqual({ region: 'b' });
  await context.settled();
  context.fetch.mockImplementation(() => Promise.reject(new TypeError('offline')));
  expect(await (await configResponse(config, 1_000, context)).json()).toEqual({ region: 'b' });
  context.fetch.mockImplementation(() =>
    Promise.resolve(new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })),
  );
  expect(await (await configResponse(config, 1_000, context)).json()).toEqual({ region: 'b' });
});

test('uses the cached configuration when the network is slow, and waits if there is none', async () => {
  const context = contextOf(() => json('a'));
  let respond = (_: Response) => {};
  const pending = () => new Promise<Response>((resolve) => (respond = resolve));
  context.fetch.mockImplementation(pending);
  const first = configResponse(config, 0, context);
  await vi.waitFor(() => expect(context.fetch).toHaveBeenCalled());
  respond(Response.json({ region: 'first' }));
  expect(await (await first).json()).toEqual({ region: 'first' });
  await context.settled();
  expect(await (await configResponse(config, 0, context)).json()).toEqual({ region: 'first' });
});

test('rejects like fetch without a network and without a cached configuration', async () => {
  const context = contextOf(() => Promise.reject(new TypeError('offline')));
  await expect(configResponse(config, 1_000, context)).rejects.toThrow('offline');
});
