import { expect, it } from 'vitest';
import { GoogleClient } from './client.ts';
import { GoogleError } from './google-error.ts';
import { waitForOperation } from './operations.ts';

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> } | Error;

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
}

/** A client with prepared answers; records requests and waits. */
function createClient(answers: Answer[], env: Record<string, string> = {}) {
  const sent: Sent[] = [];
  const waits: number[] = [];
  const google = new GoogleClient({
    project: 'kim-photos',
    env,
    token: () => Promise.resolve('token-1'),
    wait: (ms) => Promise.resolve(void waits.push(Math.round(ms))),
    fetch: (url, init) => {
      sent.push({ method: init.method ?? '', url: url.href, headers: new Headers(init.headers) });
      const answer = answers.shift() ?? { status: 500 };
      if (answer instanceof Error) return Promise.reject(answer);
      const { status = 200, body = {}, headers = {} } = answer;
      return Promise.resolve(new Response(JSON.stringify(body), { status, headers }));
    },
  });
  return { google, sent, waits };
}

const networkError = (code: string): Error =>
  Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(`connect ${code}`), { code }) });

const off = {
  status: 403,
  body: {
    error: {
      code: 403,
      message: 'Cloud Firestore API has not been used in project 1 before or it is disabled.',
      status: 'PERMISSION_DENIED',
      details: [{ reason: 'SERVICE_DISABLED', metadata: { service: 'firestore.googleapis.com' } }],
    },
  },
};

it('sends the token and the project that pays', async () => {
  const { google, sent } = createClient([{ body: { name: 'a' } }]);
  expect(await google.get('firestore', 'v1/a', { query: { names: ['x', 'y'], none: undefined } })).toEqual({
    name: 'a',
  });
  expect(sent[0]?.url).toBe('https://firestore.googleapis.com/v1/a?names=x&names=y');
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer token-1');
  expect(sent[0]?.headers.get('x-goog-user-project')).toBe('kim-photos');
});

it('does not bill the project for requests that must work while its APIs are off', async () => {
  const { google, sent } = createClient([{}, {}, {}, {}]);
  for (const product of ['cloudbilling', 'cloudresourcemanager', 'firebase', 'serviceusage'] as const)
    await google.get(product, 'v1/a');
  for (const { headers } of sent) expect(headers.has('x-goog-user-project')).toBe(false);
});

it('names the project when Google asks for a quota project', async () => {
  const message = 'The cloudbilling.googleapis.com API requires a quota project, which is not set by default.';
  const { google, sent } = createClient([{ status: 403, body: { error: { message } } }, {}]);
  await google.get('cloudbilling', 'v1/a');
  expect(sent.map(({ headers }) => headers.get('x-goog-user-project'))).toEqual([null, 'kim-photos']);
});

it('takes origins from the variables of firebase-tools and sends `owner` to http origins', async () => {
  const { google, sent } = createClient([{}, {}], {
    FIRESTORE_URL: 'http://firestore.googleapis.com:9/',
    MARU_BILLINGBUDGETS_URL: 'http://localhost:7',
  });
  await google.get('firestore', 'v1/a');
  await google.get('billingbudgets', 'v1/b');
  expect(sent.map(({ url }) => url)).toEqual(['http://firestore.googleapis.com:9/v1/a', 'http://localhost:7/v1/b']);
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer owner');
});

it('retries with growing pauses, and as long as Google asks', async () => {
  const { google, sent, waits } = createClient([
    { status: 503 },
    networkError('ECONNRESET'),
    { status: 429, headers: { 'retry-after': '7' } },
    {},
  ]);
  await google.get('storage', 'storage/v1/b/a');
  expect(sent).toHaveLength(4);
  expect(waits[0]).toBeGreaterThanOrEqual(800);
  expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
  expect(waits[2]).toBe(7000);
});

it('gives up after five attempts, and at once where a retry cannot help', async () => {
  const failing = createClient(Array.from({ length: 9 }, () => ({ status: 503 })));
  await expect(failing.google.get('storage', 'a')).rejects.toMatchObject({ status: 503 });
  expect(failing.sent).toHaveLength(5);
  const wrong = createClient([{ status: 400, body: { error: { message: 'no', status: 'INVALID_ARGUMENT' } } }]);
  await expect(wrong.google.get('storage', 'a')).rejects.toMatchObject({ status: 400, reason: 'INVALID_ARGUMENT' });
  expect(wrong.sent).toHaveLength(1);
});

it('does not repeat the creation of something without a name of its own unless it surely did not happen', async () => {
  for (const answer of [{ status: 500 }, networkError('ECONNRESET')]) {
    const { google, sent } = createClient([answer, {}]);
    await expect(google.post('firebase', 'a', { body: {}, once: true })).rejects.toBeInstanceOf(GoogleError);
    expect(sent).toHaveLength(1);
  }
  for (const answer of [{ status: 503 }, { status: 429 }, networkError('ECONNREFUSED')]) {
    const { google, sent } = createClient([answer, {}]);
    await google.post('firebase', 'a', { body: {}, once: true });
    expect(sent).toHaveLength(2);
  }
});

it('waits up to three minutes for an API that was just turned on', async () => {
  const starting = createClient([off, off, {}]);
  starting.google.disabled = new Set();
  await starting.google.get('firestore', 'v1/a');
  expect(starting.waits).toEqual([10_000, 10_000]);
  const never = createClient(Array.from({ length: 30 }, () => off));
  never.google.disabled = new Set();
  await expect(never.google.get('firestore', 'v1/a')).rejects.toMatchObject({ reason: 'SERVICE_DISABLED' });
  expect(never.waits.reduce((sum, ms) => sum + ms, 0)).toBe(180_000);
});

it('does not wait for an API that is off', async () => {
  const { google, sent, waits } = createClient([off]);
  await expect(google.get('firestore', 'v1/a')).rejects.toMatchObject({ service: 'firestore.googleapis.com' });
  google.disabled = new Set(['firestore.googleapis.com']);
  expect(await google.optional('firestore', 'v1/a')).toBeUndefined();
  expect(await google.list('firestore', 'v1/a', 'items')).toEqual([]);
  expect([sent.length, waits.length]).toEqual([1, 0]);
});

it('finds nothing for 404 and throws everything else', async () => {
  const { google } = createClient([{ status: 404 }, { status: 403 }]);
  expect(await google.optional('storage', 'a')).toBeUndefined();
  await expect(google.optional('storage', 'a')).rejects.toMatchObject({ status: 403 });
});

it('reads all pages of a list', async () => {
  const { google, sent } = createClient([
    { body: { items: [1, 2], nextPageToken: 'p2' } },
    { body: { items: [3] } },
    {},
  ]);
  expect(await google.list('storage', 'b', 'items', { project: 'p' })).toEqual([1, 2, 3]);
  expect(sent[1]?.url).toContain('project=p&pageToken=p2');
  expect(await google.list('storage', 'b', 'items')).toEqual([]);
});

it.each([
  [
    { error: { message: "Permission 'run.services.get' denied", status: 'PERMISSION_DENIED' } },
    { reason: 'PERMISSION_DENIED', permission: 'run.services.get' },
  ],
  [
    { error: { message: 'x', details: [{ reason: 'IAM_PERMISSION_DENIED', metadata: { permission: 'a.b.c' } }] } },
    { reason: 'IAM_PERMISSION_DENIED', permission: 'a.b.c' },
  ],
  [{ error: { message: 'x', errors: [{ reason: 'forbidden' }] } }, { reason: 'forbidden' }],
  ['<html>a proxy</html>', { reason: '', message: '"<html>a proxy</html>"' }],
])('understands %j', async (body, expected) => {
  const { google } = createClient([{ status: 403, body }]);
  await expect(google.get('storage', 'a')).rejects.toMatchObject({ status: 403, ...expected });
});

it('waits for an operation, and throws its error', async () => {
  const { google, sent } = createClient([
    { body: { name: 'operations/1' } },
    { body: { name: 'operations/1', done: true } },
  ]);
  await waitForOperation(google, 'firebase', 'v1beta1', { name: 'operations/1' });
  expect(sent.map(({ url }) => url)).toEqual(Array(2).fill('https://firebase.googleapis.com/v1beta1/operations/1'));
  const failed = waitForOperation(google, 'firebase', 'v1beta1', { done: true, error: { code: 8, message: 'full' } });
  await expect(failed).rejects.toMatchObject({ reason: 'RESOURCE_EXHAUSTED', message: 'full' });
});
