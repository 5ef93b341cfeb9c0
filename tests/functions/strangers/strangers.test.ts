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
import { requestsOn, OPEN } from './requests.ts';
import { accounts, documents, objects, UNOWNED } from './attacks.ts';
import { snapshotOf, createPrivateLibrary, type PrivateLibrary } from './private-library.ts';
import { request, createIntruders, type Outcome, type Intruder } from './intruder.ts';

// The endpoints and credentials of production. The emulators' own admin doors (`Bearer owner`, the JSON API of its buckets,
// its emulators' control) are listed in docs/emulators.md: the service has none of them.

let home: PrivateLibrary;
let all: readonly Intruder[];
let before: ReadonlyMap<string, string>;

beforeAll(async () => {
  home = await createPrivateLibrary();
  all = await createIntruders();
  before = await snapshotOf(home);
});

/** The family's words in what was answered; of an answer to a question that held such a word, the others. */
const leaks = ({ what, text }: Outcome, said = ''): string[] =>
  home.words.filter((word) => text.includes(word) && !said.includes(word)).map((word) => `${what}: ${word}`);

const isRefused = ({ status }: Outcome): boolean => status >= 400 && status < 500;

/** What a question about many answers with where it shows nothing. */
const isNothing = ({ status, text }: Outcome): boolean =>
  status === 200 && !/"(document|fields|name|items|integerValue)"\s*:/.test(text.replaceAll('"items":[]', ''));

const unexpected = (answers: readonly Outcome[]): string[] =>
  answers
    .filter((answer) => !isRefused(answer) && !isNothing(answer))
    .map(({ what, status, text }) => `${what}: ${String(status)} ${text.slice(0, 200)}`);

const isOpen = (name: EndpointName): boolean => OPEN.some((open) => open === name);

// Every callable has a process of its own here, which starts at its first call.
test('no callable does or tells a stranger anything', { timeout: 300_000 }, async () => {
  for (const who of all) {
    for (const name of ENDPOINT_NAMES) {
      const asked = requestsOn(home)[name];
      const answer = await who.call(name, asked);
      expect(leaks(answer, JSON.stringify(asked)), who.name).toEqual([]);
      const isTheirs = isOpen(name) && who.name === 'with a verified Google address';
      expect(isRefused(answer), `${who.name}: ${name} ${String(answer.status)} ${answer.text}`).toBe(!isTheirs);
    }
  }
});

test('no document is read, found, counted, written or deleted', async () => {
  const names = [...before.keys()].filter(
    (name) => !Object.values(useEmulators().buckets).some((b) => name.startsWith(`${b}/`)),
  );
  const there = [...names, ...UNOWNED, paths.rates(home.owner.uid as Uid), paths.request(home.owner.uid as Uid)];
  for (const who of all) {
    const answers = await documents(who, there);
    expect(answers.length).toBeGreaterThan(4 * there.length);
    expect(unexpected(answers), who.name).toEqual([]);
    expect(
      answers.flatMap((answer) => leaks(answer)),
      who.name,
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
  for (const who of all) {
    const answers = await objects(who, home, names);
    // The emulator opens a session and asks rules at its end; the service asks at its beginning.
    const ended = answers.filter(({ what }) => !what.startsWith('begin an upload'));
    expect(unexpected(ended), who.name).toEqual([]);
    expect(
      answers.flatMap((answer) => leaks(answer)),
      who.name,
    ).toEqual([]);
  }
});

test("nobody's account is looked up or changed", async () => {
  for (const who of all) {
    for (const answer of await accounts(who, home)) {
      expect(leaks(answer), who.name).toEqual([]);
      if (/password/.test(answer.what) && who.idToken === undefined) expect(isRefused(answer), answer.what).toBe(true);
    }
  }
});

test('a stranger keeps their own settings, bounded, and asks once, bounded', async () => {
  // A change of an account ends its earlier ID tokens on the Auth emulator, and the tests above tried that.
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

  const words = '한 줄이에요';
  const asks = async (more: object): Promise<number> =>
    (await stranger.call('requestAccess', { library: home.library, name: '이수진', words, ...more })).status;
  expect(await asks({ words: 'x'.repeat(MAX_REQUEST_MESSAGE + 1) })).toBe(400);
  expect(await asks({ name: 'x'.repeat(1000) })).toBe(400);
  for (let n = 0; n < MAX_REQUESTS_PER_DAY; n += 1) expect(await asks({})).toBe(200);
  expect(await asks({})).toBe(429);
  expect(await inspect.doc(paths.request(uid))).toMatchObject({ words, library: home.library });
});

test('and all is as it was', async () => {
  const after = await snapshotOf(home);
  expect(Object.fromEntries(after)).toEqual(Object.fromEntries(before));
  for (const { uid } of all) expect(await inspect.count(`${paths.user(uid as Uid)}/visits`)).toBe(0);
});
