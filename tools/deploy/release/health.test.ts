import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { GoogleClient } from '../google/client.ts';
import { findProblem, siteAddress } from './health.ts';

let server: Server;
afterEach(() => void server.close());

const google = new GoogleClient({ project: 'kim-photos', env: {}, token: () => Promise.resolve('') });
const expected = { project: 'kim-photos', version: 'v2' };
const GOOD: Record<string, [number, string]> = {
  '/': [200, '<!doctype html><html></html>'],
  '/maru.json': [200, JSON.stringify({ firebase: { projectId: 'kim-photos' } })],
  '/api/health': [200, JSON.stringify({ version: 'v2', ffmpeg: '9.0' })],
};

/** Serves these paths and returns the address. */
async function serve(paths: Record<string, [number, string]>): Promise<string> {
  server = createServer((request, response) => {
    const [status, body] = paths[request.url ?? ''] ?? [404, ''];
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

it('finds nothing wrong with a healthy release', async () => {
  expect(await findProblem(google, await serve(GOOD), expected)).toBeUndefined();
});

it.each<[string, Record<string, [number, string]>, string]>([
  ['the page of Hosting without a site', { '/': [404, 'Site Not Found'] }, '/: HTTP 404'],
  ['the configuration of another project', { '/maru.json': [200, '{"firebase":{"projectId":"x"}}'] }, 'project x'],
  ['a page in place of the configuration', { '/maru.json': [200, '<html>'] }, 'JSON'],
  ['functions that crash', { '/api/health': [500, ''] }, '/api/health: HTTP 500'],
  ['functions of the previous version', { '/api/health': [200, '{"version":"v1"}'] }, 'version v1'],
])('finds %s', async (_, change, problem) => {
  const paths = { ...GOOD, ...change };
  expect(await findProblem(google, await serve(paths), expected)).toContain(problem);
});

it('finds a site that does not answer', async () => {
  const address = await serve({});
  server.close();
  expect(await findProblem(google, address, expected)).toBeDefined();
});

it('takes the address of a fake from the variable of firebase-tools', () => {
  expect(siteAddress('kim-photos', {})).toBe('https://kim-photos.web.app');
  expect(siteAddress('kim', { FIREBASE_HOSTING_URL: 'http://web.app:9' })).toBe('http://kim.web.app:9');
});
