import { afterEach, expect, test, vi } from 'vitest';
import { ApiError } from '@maru/model/api/error';
import type { LibraryId } from '@maru/model/ids';
import { call } from './calls.ts';
import { Unreachable } from './cloud.ts';

afterEach(() => vi.unstubAllGlobals());

const answers = (status: number, body: unknown) => {
  const fetch = vi.fn(() =>
    Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })),
  );
  vi.stubGlobal('fetch', fetch);
  return fetch;
};

test('asks by the callable protocol, through Hosting, as whoever is signed in', async () => {
  const fetch = answers(200, { result: { library: 'l' } });
  await expect(call('createLibrary', { name: '우리 집', timeZone: 'Asia/Seoul' }, 'token')).resolves.toEqual({
    library: 'l',
  });
  expect(fetch).toHaveBeenCalledWith('/api/createLibrary', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer token' },
    body: '{"data":{"name":"우리 집","timeZone":"Asia/Seoul"}}',
  });
});

test('our own refusals come through by their code, and no other text', async () => {
  answers(403, { error: { status: 'PERMISSION_DENIED', message: 'x', details: { code: 'may-not' } } });
  const refused = await call('retryItem', { library: 'l' as LibraryId, item: 'i' as never }, 't').catch(
    (e: unknown) => e,
  );
  expect(refused).toBeInstanceOf(ApiError);
  expect(refused).toMatchObject({ code: 'may-not' });
});

test.each([
  [401, { error: { status: 'UNAUTHENTICATED', message: 'x' } }, { name: 'ApiError', code: 'signed-out' }],
  [500, { error: { status: 'INTERNAL', message: 'INTERNAL' } }, { name: 'Error' }],
  [503, '<html>no backend</html>', { name: 'Unreachable' }],
  [200, '<!doctype html>', { name: 'Error' }],
])('an answer of %i is an error with a name', async (status, body, error) => {
  answers(status, body);
  await expect(call('onSignIn', {}, undefined)).rejects.toMatchObject(error);
});

test('without a network there is no way to the server', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  await expect(call('onSignIn', {}, undefined)).rejects.toBeInstanceOf(Unreachable);
});
