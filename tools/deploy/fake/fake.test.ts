import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startFake, type Fake } from './fake.ts';
import { setPolicy } from './products/iam.ts';
import { insertBucket } from './products/storage.ts';

const P = 'projects/maru-family';
let fake: Fake;

beforeEach(async () => {
  fake = await startFake({ services: ['firestore.googleapis.com', 'storage.googleapis.com', 'iam.googleapis.com'] });
});
afterEach(() => fake.stop());

interface Response {
  readonly status: number;
  readonly body: {
    readonly error?: { readonly message: string; readonly status?: string; readonly details?: unknown[] };
  } & Record<string, unknown>;
}

/** Sends a request in this process, where the host name is a header. */
async function send(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const { host, pathname, search } = new URL(`https://${url}`);
  const { request } = await import('node:http');
  const sent = request({
    host: '127.0.0.1',
    port: fake.port,
    method,
    path: pathname + search,
    headers: { host: `${host}:${fake.port}`, authorization: 'Bearer owner', ...headers },
  });
  sent.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream & { statusCode: number }];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, body: (text ? JSON.parse(text) : {}) as Response['body'] };
}

const DATABASES = `firestore.googleapis.com/v1/${P}/databases`;
const database = { type: 'FIRESTORE_NATIVE', locationId: 'asia-northeast3' };

test.each([
  ['an unknown path', 'GET', `firestore.googleapis.com/v1/${P}/tables`, undefined, /knows no GET/],
  ['an unknown field', 'POST', `${DATABASES}?databaseId=a`, { ...database, colour: 'red' }, /Unknown name "colour"/],
  [
    'an unknown nested field',
    'POST',
    `${DATABASES}/(default)/collectionGroups/a/indexes`,
    { fields: [{ path: 'b' }] },
    /fields\[0\]/,
  ],
  ['an unknown parameter', 'GET', `${DATABASES}?size=3`, undefined, /Cannot bind query parameter/],
  ['a wrong type', 'POST', `${DATABASES}?databaseId=a`, { ...database, locationId: 3 }, /TYPE_STRING/],
  ['an unknown enum value', 'POST', `${DATABASES}?databaseId=a`, { ...database, type: 'SQL' }, /enum/],
  [
    'a missing parameter',
    'POST',
    'storage.googleapis.com/storage/v1/b',
    { name: 'abc' },
    /Required parameter: project/,
  ],
  ['a missing field', 'POST', `iam.googleapis.com/v1/${P}/serviceAccounts`, { serviceAccount: {} }, /accountId/],
  ['a wrong location', 'POST', `${DATABASES}?databaseId=a`, { ...database, locationId: 'seoul' }, /Invalid location/],
])('refuses %s', async (_, method, url, body, message) => {
  const response = await send(method, url, body);
  expect(response.status).toBe(400);
  expect(response.body.error?.message).toMatch(message);
});

test('refuses an API that is off, another project and a request without a token', async () => {
  const off = await send('GET', `firebaserules.googleapis.com/v1/${P}/releases`);
  expect(off.body.error).toMatchObject({ status: 'PERMISSION_DENIED', details: [{ reason: 'SERVICE_DISABLED' }] });
  expect((await send('GET', 'firestore.googleapis.com/v1/projects/other/databases')).status).toBe(403);
  expect((await send('GET', DATABASES, undefined, { authorization: '' })).status).toBe(401);
});

test('enables an API only with billing, and no more than 20 at once', async () => {
  fake.state.billingEnabled = false;
  const enable = (ids: string[]): Promise<Response> =>
    send('POST', `serviceusage.googleapis.com/v1/${P}/services:batchEnable`, { serviceIds: ids });
  expect((await enable(['run.googleapis.com'])).body.error?.details).toMatchObject([
    { reason: 'UREQ_PROJECT_BILLING_NOT_FOUND' },
  ]);
  expect((await enable(Array.from({ length: 21 }, () => 'firebaserules.googleapis.com'))).status).toBe(400);
  expect((await enable(['firebaserules.googleapis.com'])).status).toBe(200);
  expect(fake.snapshot().services).toContain('firebaserules.googleapis.com');
});

test('finishes an operation after the given number of polls', async () => {
  await fake.stop();
  fake = await startFake({ services: ['firestore.googleapis.com'], polls: 2 });
  const { body } = await send('POST', `${DATABASES}?databaseId=a`, database);
  expect(body).toEqual({ name: expect.stringMatching(/operations/) as unknown });
  const poll = (): Promise<Response> => send('GET', `firestore.googleapis.com/v1/${String(body['name'])}`);
  expect((await poll()).body['done']).toBeUndefined();
  expect((await poll()).body).toMatchObject({ done: true, response: { name: `${P}/databases/a` } });
});

test('refuses a policy with a stale etag, an unknown role or an account that does not exist', () => {
  const set = (bindings: { role: string; members: string[] }[], etag?: string): unknown =>
    setPolicy(fake.state, 'cloudresourcemanager.googleapis.com', P, {
      bindings: [{ role: 'roles/owner', members: ['user:a@example.com'] }, ...bindings],
      ...(etag && { etag }),
    });
  expect(() => set([], 'stale')).toThrow('concurrent policy changes');
  expect(() => set([{ role: 'roles/datastore.usr', members: ['user:a@example.com'] }])).toThrow('not supported');
  expect(() =>
    set([{ role: 'roles/datastore.user', members: [`serviceAccount:nobody@maru-family.iam.gserviceaccount.com`] }]),
  ).toThrow('does not exist');
});

test('checks the generation of an object, and merges patches of a bucket', async () => {
  insertBucket(fake.state, { name: 'deploys', location: 'asia-northeast3' });
  const put = (generation: string): Promise<Response> =>
    send(
      'POST',
      `storage.googleapis.com/upload/storage/v1/b/deploys/o?uploadType=media&name=lock&ifGenerationMatch=${generation}`,
      'x',
    );
  const { body } = await put('0');
  expect((await put('0')).status).toBe(412);
  expect((await put(String(body['generation']))).status).toBe(200);
  await send('PATCH', 'storage.googleapis.com/storage/v1/b/deploys', { labels: { maru: 'yes', old: 'x' } });
  await send('PATCH', 'storage.googleapis.com/storage/v1/b/deploys', { labels: { old: null } });
  expect(fake.snapshot().resources['b']!['b/deploys']).toMatchObject({
    labels: { maru: 'yes' },
    location: 'ASIA-NORTHEAST3',
  });
  expect(fake.snapshot().resources['b']!['b/deploys']!['labels']).not.toHaveProperty('old');
});

test('takes a resumable upload in two parts', async () => {
  insertBucket(fake.state, { name: 'deploys', location: 'asia-northeast3' });
  const start = 'storage.googleapis.com/upload/storage/v1/b/deploys/o?uploadType=resumable';
  await send('POST', start, { name: 'a.tar.gz' });
  const session = `${start}&upload_id=upload-${fake.state.next() - 1}`;
  expect((await send('PUT', session, 'abc', { 'content-range': 'bytes 0-2/*' })).status).toBe(308);
  expect((await send('PUT', session, 'de', { 'content-range': 'bytes 3-4/5' })).body).toMatchObject({
    name: 'a.tar.gz',
    size: '5',
  });
});

test('responds with an injected error, then normally', async () => {
  fake.respond({ path: /databases/, status: 429, reason: 'RATE_LIMIT_EXCEEDED', headers: { 'retry-after': '2' } });
  expect((await send('GET', DATABASES)).status).toBe(429);
  expect((await send('GET', DATABASES)).status).toBe(200);
});

test('kills after the n-th change, which is carried out and gets no response', async () => {
  const killed: number[] = [];
  fake.killAfter(2, () => killed.push(fake.requests.length));
  await send('POST', `${DATABASES}?databaseId=a`, database);
  await send('GET', DATABASES);
  await expect(send('POST', `${DATABASES}?databaseId=b`, database)).rejects.toThrow();
  expect(killed).toEqual([3]);
  expect(Object.keys(fake.snapshot().resources['databases']!)).toEqual([`${P}/databases/a`, `${P}/databases/b`]);
});

test('survives a client that is killed while it sends a request', async () => {
  const socket = connect(fake.port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nhost: storage.googleapis.com\r\ncontent-length: 10\r\n\r\nabc');
  await once(socket, 'connect');
  await new Promise((resolve) => setImmediate(resolve));
  socket.destroy();
  expect((await send('GET', DATABASES)).status).toBe(200);
  expect(fake.requests).toHaveLength(1);
});

test('a child process reaches the fake by the real names and no other host', async () => {
  const code = `
    const fetched = async (url) => (await fetch(url, { headers: { authorization: 'Bearer owner' } }).catch(({ cause }) => ({ status: cause.message }))).status;
    const urls = [process.env.FIREBASE_RESOURCEMANAGER_URL + '/v1/${P}', 'https://iam.googleapis.com/', 'http://1.1.1.1/', 'https://example.com/'];
    console.log(JSON.stringify(await Promise.all(urls.map(fetched))));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { env: { ...process.env, ...fake.env } });
  let output = '';
  for await (const chunk of child.stdout) output += String(chunk);
  const refused = (host: string): string => `the fake refuses a connection to ${host}`;
  expect(JSON.parse(output)).toEqual([
    200,
    refused('iam.googleapis.com:443'),
    refused('1.1.1.1:80'),
    refused('example.com:443'),
  ]);
});
