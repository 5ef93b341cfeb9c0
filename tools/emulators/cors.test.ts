import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bucketOf, corsHeaders, rulesFor, type CorsRule } from './cors.ts';
import { ROOT } from './root.ts';

const listed = JSON.parse(readFileSync(join(ROOT, 'cors.json'), 'utf8')) as CorsRule[];
const page = 'http://localhost:4800';
const rules = rulesFor(listed, 'our-maru', [page]);
const headersFor = (origin: string | undefined, method: string, requestedMethod?: string): Record<string, string> =>
  corsHeaders(rules, { origin, method, requestedMethod });

test('allows pages of the project and the emulators, and exposes the headers of uploads', () => {
  for (const origin of [page, 'https://our-maru.firebaseapp.com', 'https://our-maru.web.app']) {
    const headers = headersFor(origin, 'GET');
    expect(headers['access-control-allow-origin']).toBe(origin);
    for (const name of ['Content-Range', 'X-Goog-Upload-URL', 'X-Goog-Upload-Status', 'X-Goog-Upload-Size-Received']) {
      expect(headers['access-control-expose-headers']).toContain(name);
    }
  }
});

test('refuses other pages, other projects and other methods', () => {
  expect(headersFor('https://evil.example', 'GET')).toEqual({ vary: 'Origin' });
  expect(headersFor('https://PROJECT.web.app', 'GET')).toEqual({ vary: 'Origin' });
  expect(headersFor(page, 'DELETE')).toEqual({ vary: 'Origin' });
  expect(headersFor(page, 'OPTIONS', 'PATCH')).toEqual({ vary: 'Origin' });
  expect(headersFor(undefined, 'GET')).toEqual({});
  expect(corsHeaders([], { origin: page, method: 'GET', requestedMethod: undefined })).toEqual({ vary: 'Origin' });
});

test('a preflight allows the methods and headers of the Firebase SDK', () => {
  const headers = headersFor(page, 'OPTIONS', 'POST');
  expect(headers['access-control-allow-methods']).toBe('GET, HEAD, PUT, POST');
  const allowed = headers['access-control-allow-headers']?.toLowerCase().split(', ');
  const sent = 'authorization content-type range x-firebase-gmpid x-firebase-storage-version x-goog-upload-command';
  const more =
    'x-goog-upload-header-content-length x-goog-upload-header-content-type x-goog-upload-offset x-goog-upload-protocol';
  for (const name of `${sent} ${more}`.split(' ')) expect(allowed).toContain(name);
});

test('reads the bucket from every URL form', () => {
  expect(bucketOf('/v0/b/our-maru-originals/o?name=a%2Fb')).toBe('our-maru-originals');
  expect(bucketOf('/v0/b/our-maru-originals/o/a%2Fb%2Fc?alt=media')).toBe('our-maru-originals');
  expect(bucketOf('/upload/storage/v1/b/x/o?uploadType=resumable')).toBe('x');
  expect(bucketOf('/our-maru-renditions/r/L/I/1/grid?b=/b/other/')).toBe('our-maru-renditions');
  expect(bucketOf('/')).toBeUndefined();
});

test('a malformed URL has no bucket and does not throw', () => {
  expect(bucketOf('/v0/b/%E0%A4%A/o/a')).toBeUndefined();
});
