import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Emulators } from '../../tools/emulators/emulators.ts';
import { isFree } from '../../tools/emulators/ports.ts';
import { processesOf } from '../../tools/emulators/processes.ts';
import { fingerprint } from '../../tools/emulators/save.ts';
import { startEmulators } from '../../tools/emulators/start.ts';

let folders: string[] = [];
let one: Emulators;
let two: Emulators;

beforeAll(async () => {
  folders = await Promise.all(['one', 'two', 'app'].map((name) => mkdtemp(join(tmpdir(), `maru-${name}-`))));
  const [first = '', second = '', publicFrom = ''] = folders;
  await mkdir(join(publicFrom, '_app', 'immutable'), { recursive: true });
  await writeFile(join(publicFrom, '_app', 'immutable', 'x.js'), '1');
  await writeFile(join(publicFrom, 'sw.js'), '2');
  await writeFile(join(publicFrom, '200.html'), 'the app');
  // Concurrently, like `npm test` beside a running `npm start`.
  [one, two] = await Promise.all([
    startEmulators({ dataDir: first, functions: false, app: publicFrom }),
    startEmulators({ dataDir: second, functions: false, app: false }),
  ]);
});

afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
});

const media = (emulators: Emulators, bucket: string, name: string): string =>
  `${emulators.urls.storage}/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${encodeURIComponent(name)}`;

test('two sets of emulators share no ports and no objects', async () => {
  await fetch(media(one, one.buckets.originals, 'only/one'), { method: 'POST', body: 'one' });
  const at = (emulators: Emulators): string =>
    `${emulators.urls.storage}/storage/v1/b/${emulators.buckets.originals}/o/only%2Fone?alt=media`;
  expect(await (await fetch(at(one))).text()).toBe('one');
  expect((await fetch(at(two))).status).toBe(404);
  const ports = [one, two].flatMap((emulators) => Object.values(emulators.ports) as number[]);
  expect(new Set(ports).size).toBe(22);
  expect((await readdir(one.blobs, { recursive: true })).length).toBeGreaterThan(
    (await readdir(two.blobs, { recursive: true })).length,
  );
});

test("every URL uses 127.0.0.1, and so do the emulators' own addresses", async () => {
  const running = (await (await fetch(`${one.urls.hub}/emulators`)).json()) as Record<
    string,
    { host: string; port: number }
  >;
  for (const name of ['auth', 'firestore', 'storage', 'hosting'] as const) {
    expect(running[name]).toMatchObject({ host: '127.0.0.1', port: one.ports[name] });
  }
});

test('the app is served with its configuration and headers', async () => {
  const get = async (path: string): Promise<Response> => fetch(one.urls.app + path);
  expect(await (await get('/maru.json')).json()).toEqual(one.config);
  expect(await (await get('/some/page/of/the/app')).text()).toBe('the app');
  expect((await get('/_app/immutable/x.js')).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  for (const path of ['/', '/maru.json', '/sw.js', '/some/page/of/the/app']) {
    const { status, headers } = await get(path);
    expect([path, status, headers.get('cache-control')]).toEqual([path, 200, 'no-cache']);
    expect(headers.get('content-security-policy')).toContain(`http://127.0.0.1:${String(one.ports.storageProxy)}`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin-allow-popups');
    expect(headers.get('permissions-policy')).toMatch(
      /autoplay=\(self\), camera=\(self\), fullscreen=\(self\).*screen-wake-lock=\(self\).*geolocation=\(\)/,
    );
  }
  const reserved = await get('/__/firebase/init.json');
  expect(reserved.headers.get('content-security-policy')).toBeNull();
});

test('every step of an upload goes through the proxy, with CORS for our pages only', async () => {
  const { storageProxy: proxy } = one.urls;
  const bucket = one.buckets.originals;
  const origin = one.urls.app;
  const start = await fetch(`${proxy}/v0/b/${bucket}/o?name=a`, {
    method: 'POST',
    headers: {
      origin,
      'x-goog-upload-protocol': 'resumable',
      'x-goog-upload-command': 'start',
      'content-type': 'application/json',
    },
    body: '{}',
  });
  expect(start.headers.get('access-control-allow-origin')).toBe(origin);
  expect(start.headers.get('access-control-expose-headers')).toContain('X-Goog-Upload-URL');
  const session = start.headers.get('x-goog-upload-url') ?? '';
  expect(session).toMatch(new RegExp(`^${proxy}/`));
  const finish = await fetch(session, {
    method: 'POST',
    headers: { origin, 'x-goog-upload-command': 'upload, finalize', 'x-goog-upload-offset': '0' },
    body: 'abc',
  });
  // The rules are evaluated at the end; nobody is signed in here.
  expect(finish.status).toBe(403);
  expect(finish.headers.get('access-control-allow-origin')).toBe(origin);
  const other = await fetch(`${proxy}/v0/b/${bucket}/o/a`, { headers: { origin: 'https://evil.example' } });
  expect(other.headers.get('access-control-allow-origin')).toBeNull();
});

test('the proxy serves an object with its token and refuses another token', async () => {
  const { renditions } = one.buckets;
  await fetch(media(one, renditions, 'r/1'), { method: 'POST', body: 'picture' });
  const meta = await fetch(`${one.urls.storage}/v0/b/${renditions}/o/r%2F1`, {
    headers: { authorization: 'Bearer owner' },
  });
  const { downloadTokens } = (await meta.json()) as { downloadTokens: string };
  const read = (token: string): Promise<Response> =>
    fetch(`${one.urls.storageProxy}/v0/b/${renditions}/o/r%2F1?alt=media&token=${token}`, {
      headers: { origin: one.urls.app },
    });
  const answer = await read(downloadTokens);
  expect(await answer.text()).toBe('picture');
  expect(answer.headers.get('access-control-allow-origin')).toBe(one.urls.app);
  expect((await read('another')).status).toBe(403);
});

test('a fingerprint changes when a document, a person or an object changes, and only then', async () => {
  const saved = { dataDir: two.dataDir, hubUrl: two.urls.hub, blobs: two.blobs };
  const before = await fingerprint(saved);
  expect(await fingerprint(saved)).toBe(before);
  await fetch(media(two, two.buckets.originals, 'x'), { method: 'POST', body: 'x' });
  const withObject = await fingerprint(saved);
  expect(withObject).not.toBe(before);
  await fetch(`${two.urls.firestore}/v1/projects/demo-maru/databases/(default)/documents/a/b`, {
    method: 'PATCH',
    headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
    body: JSON.stringify({ fields: { x: { integerValue: '1' } } }),
  });
  expect(await fingerprint(saved)).not.toBe(withObject);
});

test('stopping leaves no process, port or temporary folder, within 15 s', async () => {
  const [pid] = await processesOf(two.id);
  const temporary = process.platform === 'linux' && pid !== undefined ? await temporaryOf(pid) : undefined;
  const began = Date.now();
  await two.stop();
  expect(Date.now() - began).toBeLessThan(15_000);
  expect(await processesOf(two.id)).toEqual([]);
  for (const port of Object.values(two.ports) as number[]) expect(await isFree(port)).toBe(true);
  if (temporary !== undefined) expect(existsSync(temporary)).toBe(false);
});

async function temporaryOf(pid: number): Promise<string | undefined> {
  const environment = (await readFile(`/proc/${String(pid)}/environ`, 'utf8')).split('\0');
  return environment.find((entry) => entry.startsWith('TMPDIR='))?.slice('TMPDIR='.length);
}
