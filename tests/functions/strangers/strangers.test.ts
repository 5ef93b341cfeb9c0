import {
  ENDPOINT_NAMES,
  MAX_REQUEST_MESSAGE,
  MAX_REQUESTS_PER_DAY,
  paths,
  type EndpointName,
  type Uid,
} from '@maru/model';
import { beforeAll, expect, test } from 'vitest';
import { useEmulators } from '../../harness.ts';
import { inspect } from '../../harness/inspect.ts';
import { fieldsOf } from '../../harness/firestore-values.ts';
import { requestsOn, OPEN, OPEN_TO_TVS } from './requests.ts';
import { accounts, documents, objects, UNOWNED } from './attacks.ts';
import { snapshotOf, createPrivateLibrary, type PrivateLibrary } from './private-library.ts';
import { request, createIntruders, type Outcome, type Intruder } from './intruder.ts';

// Uses the endpoints and credentials of production. The emulators' own admin interfaces (`Bearer owner`, the JSON API of buckets, emulator
// controls) are listed in docs/emulators.md; the real services do not have them.

let target: PrivateLibrary;
let intruders: readonly Intruder[];
let before: ReadonlyMap<string, string>;

beforeAll(async () => {
  target = await createPrivateLibrary();
  intruders = await createIntruders();
  before = await snapshotOf(target);
});

/** The library's secrets in a response, except those that the request contained. */
const leaks = ({ what, text }: Outcome, requested = ''): string[] =>
  target.words.filter((word) => text.includes(word) && !requested.includes(word)).map((word) => `${what}: ${word}`);

const isRefused = ({ status }: Outcome): boolean => status >= 400 && status < 500;

/** Whether a query returned no results. */
const isEmptyResult = ({ status, text }: Outcome): boolean =>
  status === 200 && !/"(document|fields|name|items|integerValue)"\s*:/.test(text.replaceAll('"items":[]', ''));

const unexpected = (outcomes: readonly Outcome[]): string[] =>
  outcomes
    .filter((outcome) => !isRefused(outcome) && !isEmptyResult(outcome))
    .map(({ what, status, text }) => `${what}: ${String(status)} ${text.slice(0, 200)}`);

const isOpen = (name: EndpointName): boolean => OPEN.some((open) => open === name);

// Every function has a process of its own here, which starts at its first call.
test('no endpoint does anything for a stranger or tells them anything', { timeout: 300_000 }, async () => {
  for (const person of intruders) {
    for (const name of ENDPOINT_NAMES) {
      const body = requestsOn(target)[name];
      const outcome = await person.call(name, body);
      expect(leaks(outcome, JSON.stringify(body)), person.name).toEqual([]);
      const isAllowed =
        name === OPEN_TO_TVS
          ? !['anonymous', 'with a password'].includes(person.name)
          : isOpen(name) && person.name === 'with a verified Google address';
      expect(isRefused(outcome), `${person.name}: ${name} ${String(outcome.status)} ${outcome.text}`).toBe(!isAllowed);
    }
  }
});

test('no document is read, found, counted, written or deleted', async () => {
  const names = [...before.keys()].filter(
    (name) => !Object.values(useEmulators().buckets).some((b) => name.startsWith(`${b}/`)),
  );
  const documentPaths = [
    ...names,
    ...UNOWNED,
    paths.rates(target.owner.uid as Uid),
    paths.request(target.owner.uid as Uid),
  ];
  for (const person of intruders) {
    const outcomes = await documents(person, documentPaths);
    expect(outcomes.length).toBeGreaterThan(4 * documentPaths.length);
    expect(unexpected(outcomes), person.name).toEqual([]);
    expect(
      outcomes.flatMap((outcome) => leaks(outcome)),
      person.name,
    ).toEqual([]);
  }
});

test('no object is read, listed, written or deleted', async () => {
  const { buckets } = useEmulators();
  const names = [...before.keys()].flatMap((name) =>
    Object.values(buckets)
      .filter((bucket) => name.startsWith(`${bucket}/`))
      .map((bucket) => name.slice(bucket.length + 1)),
  );
  expect(names.length).toBeGreaterThanOrEqual(3);
  for (const person of intruders) {
    const outcomes = await objects(person, target, names);
    // The emulator evaluates the rules at the end of an upload session, the service at its start.
    const finished = outcomes.filter(({ what }) => !what.startsWith('start an upload'));
    expect(unexpected(finished), person.name).toEqual([]);
    expect(
      outcomes.flatMap((outcome) => leaks(outcome)),
      person.name,
    ).toEqual([]);
  }
});

test("nobody's account is looked up or changed", async () => {
  for (const person of intruders) {
    for (const outcome of await accounts(person, target)) {
      expect(leaks(outcome), person.name).toEqual([]);
      if (/password/.test(outcome.what) && person.idToken === undefined)
        expect(isRefused(outcome), outcome.what).toBe(true);
    }
  }
});

test('a stranger stores only their own bounded settings and one bounded access request', async () => {
  // The tests above changed the accounts, which invalidates earlier ID tokens on the Auth emulator.
  const [, stranger] = (await createIntruders()) as [Intruder, Intruder];
  const uid = stranger.uid as Uid;
  const { urls, projectId } = useEmulators();
  const name = `projects/${projectId}/databases/(default)/documents/${paths.user(uid)}`;
  const write = (fields: Record<string, unknown>): Promise<Outcome> =>
    request('write', `${urls.firestore}/v1/${name.split('/documents/')[0] ?? ''}/documents:commit`, stranger.idToken, {
      method: 'POST',
      body: JSON.stringify({
        writes: [
          {
            update: { name, fields: fieldsOf(fields) },
            updateTransforms: [{ fieldPath: 'seenAt', setToServerValue: 'REQUEST_TIME' }],
          },
        ],
      }),
    });
  expect((await write({ locale: 'ko' })).status).toBe(200);
  for (const fields of [{ locale: 'x'.repeat(1000) }, { note: 'a' }, { lastLibrary: 'x'.repeat(10_000) }])
    expect(isRefused(await write(fields))).toBe(true);

  const message = '한 줄이에요';
  const sendRequest = async (more: object): Promise<number> =>
    (await stranger.call('requestAccess', { library: target.library, name: '이수진', message, ...more })).status;
  expect(await sendRequest({ message: 'x'.repeat(MAX_REQUEST_MESSAGE + 1) })).toBe(400);
  expect(await sendRequest({ name: 'x'.repeat(1000) })).toBe(400);
  for (let n = 0; n < MAX_REQUESTS_PER_DAY; n += 1) expect(await sendRequest({})).toBe(200);
  expect(await sendRequest({})).toBe(429);
  expect(await inspect.doc(paths.request(uid))).toMatchObject({ message, library: target.library });
});

test('nothing has changed', async () => {
  const after = await snapshotOf(target);
  expect(Object.fromEntries(after)).toEqual(Object.fromEntries(before));
  for (const { uid } of intruders) expect(await inspect.count(paths.guestMemberships(uid as Uid))).toBe(0);
});
