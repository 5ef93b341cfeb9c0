import { afterEach, expect, test, vi } from 'vitest';
import { ApiError } from '@maru/model/api/error';
import type { LibraryId } from '@maru/model/ids';
import { call } from './calls.ts';
import { Unreachable } from '@maru/model/api/unreachable';

afterEach(() => vi.unstubAllGlobals());

const respondWith = (status: number, body: unknown) => {
  const fetch = vi.fn(() =>
    Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })),
  );
  vi.stubGlobal('fetch', fetch);
  return fetch;
};

test('calls an endpoint by the callable protocol, through Hosting, with the tokens', async () => {
  const fetch = respondWith(200, { result: { library: 'l' } });
  await expect(
    call('createLibrary', { name: '우리 집', timeZone: 'Asia/Seoul' }, { id: 'i', appCheck: 'a' }),
  ).resolves.toEqual({
    library: 'l',
  });
  expect(fetch).toHaveBeenCalledWith('/api/createLibrary', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer i', 'x-firebase-appcheck': 'a' },
    body: '{"data":{"name":"우리 집","timeZone":"Asia/Seoul"}}',
  });
});

test('rejects with ApiError for our own error codes', async () => {
  respondWith(403, { error: { status: 'PERMISSION_DENIED', message: 'x', details: { code: 'forbidden' } } });
  const refused = await call('retryItem', { library: 'l' as LibraryId, item: 'i' as never }, { id: 't' }).catch(
    (e: unknown) => e,
  );
  expect(refused).toBeInstanceOf(ApiError);
  expect(refused).toMatchObject({ code: 'forbidden' });
});

test.each([
  [401, { error: { status: 'UNAUTHENTICATED', message: 'x' } }, { name: 'ApiError', code: 'unauthenticated' }],
  [500, { error: { status: 'INTERNAL', message: 'INTERNAL' } }, { name: 'Error' }],
  [503, '<html>no backend</html>', { name: 'Unreachable' }],
  [408, { error: { status: 'INVALID_ARGUMENT', details: { code: 'invalid-request' } } }, { name: 'Unreachable' }],
  [200, '<!doctype html>', { name: 'Error' }],
])('response %i rejects with %o', async (status, body, error) => {
  respondWith(status, body);
  await expect(call('onSignIn', {}, {})).rejects.toMatchObject(error);
});

test('rejects with Unreachable without a network', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  await expect(call('onSignIn', {}, {})).rejects.toBeInstanceOf(Unreachable);
});
