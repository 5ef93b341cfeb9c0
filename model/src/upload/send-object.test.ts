import { expect, test } from 'vitest';
import { FakeBytes, fakePlatform } from './platform.fake.ts';
import type { Reply } from './reply.ts';
import { objectSender, type Post, type SendResult } from './send-object.ts';

const MIB = 1 << 20;
type Answer = { status: number } & Record<string, string | number>;
type Script = (command: string, offset: number, length: number) => Answer | 'nothing' | 'never' | undefined;

const replyOf = ({ status, ...headers }: Answer): Reply => ({
  status,
  header: (name) => (headers[name] === undefined ? null : String(headers[name])),
});

/** The service with sessions that check offsets; `script` answers in its place. */
function setup(size: number, { script = () => undefined }: { script?: Script } = {}) {
  const sessions = new Map<string, { received: number; isFinal: boolean }>();
  const log: string[] = [];
  const answer = (url: string, command: string, offset: number, length: number): Answer => {
    if (command === 'start') {
      const session = `session-${String(sessions.size + 1)}`;
      sessions.set(session, { received: 0, isFinal: false });
      return { status: 200, 'x-goog-upload-status': 'active', 'x-goog-upload-url': session };
    }
    const session = sessions.get(url);
    if (!session) return { status: 404 };
    if (command !== 'query') {
      if (offset !== session.received) return { status: 400 };
      session.received += length;
      session.isFinal = command.includes('finalize');
    }
    const state = session.isFinal ? 'final' : 'active';
    return { status: 200, 'x-goog-upload-status': state, 'x-goog-upload-size-received': session.received };
  };
  const post: Post = (url, headers, body, signal) => {
    const command = headers['x-goog-upload-command'] ?? '';
    const [offset, length] = [Number(headers['x-goog-upload-offset'] ?? 0), typeof body === 'object' ? body.size : 0];
    log.push(command === 'start' || command === 'query' ? command : `${command} ${String(offset / MIB)}`);
    const scripted = script(command, offset, length);
    if (scripted === 'nothing') return Promise.reject(new Error('network'));
    if (scripted === 'never') {
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      });
    }
    return Promise.resolve(replyOf(scripted ?? answer(url, command, offset, length)));
  };
  const tokens: string[] = [];
  const platform = fakePlatform();
  let isSignedIn = true;
  const send = objectSender({
    ...platform,
    post,
    credentials: (refresh) => {
      tokens.push(refresh ? 'renewed' : 'current');
      return Promise.resolve(isSignedIn ? { idToken: tokens.at(-1) ?? '' } : undefined);
    },
    host: 'https://service',
    bucket: 'originals',
  });
  const bytes = new FakeBytes(size);
  const controller = platform.controller();
  const stored: { session: string | undefined; sent: number } = { session: undefined, sent: 0 };
  return {
    ...{ sessions, log, tokens, platform, bytes, controller, stored },
    signOut: () => (isSignedIn = false),
    send: (): Promise<SendResult> =>
      send({
        name: 'originals/a/b',
        bytes,
        session: stored.session,
        onsession: (session) => void (stored.session = session),
        onsent: (sent) => void (stored.sent = sent),
        signal: controller.signal,
      }),
  };
}

/** Answers the first command of this kind once. */
function once(kind: string, answer: Exclude<ReturnType<Script>, undefined>, from = 0): Script {
  let isUsed = false;
  return (command, offset) => {
    if (isUsed || command !== kind || offset < from) return undefined;
    isUsed = true;
    return answer;
  };
}

test('sends an object in chunks, each once, and finishes the session with the last', async () => {
  const { send, log, stored, tokens } = setup(9 * MIB);
  expect(await send()).toBe('uploaded');
  expect(log).toEqual(['start', 'upload 0', 'upload 1', 'upload, finalize 5']);
  expect(stored).toEqual({ session: undefined, sent: 9 * MIB });
  expect(new Set(tokens)).toEqual(new Set(['current']));
});

test('asks a session for its offset before it continues, also when only the answer was lost', async () => {
  const all = setup(9 * MIB, { script: once('upload', 'nothing', MIB) });
  expect(await all.send()).toBe('lost');
  expect(all.stored.session).toBe('session-1');
  // The bytes of the lost request arrived.
  const session = all.sessions.get('session-1');
  if (session) session.received = 5 * MIB;
  expect(await all.send()).toBe('uploaded');
  expect(all.log).toEqual(['start', 'upload 0', 'upload 1', 'query', 'upload 5', ...all.log.slice(5)]);
});

test('an object that was complete when the page closed is not sent again', async () => {
  const { send, sessions, log, stored } = setup(MIB);
  sessions.set('earlier', { received: MIB, isFinal: true });
  stored.session = 'earlier';
  expect(await send()).toBe('uploaded');
  expect(log).toEqual(['query']);
});

test.each([
  [
    'a lower size than it had',
    once('upload', { status: 200, 'x-goog-upload-status': 'active', 'x-goog-upload-size-received': 0 }),
    'session-1',
  ],
  ['a cancelled session', once('upload', { status: 200, 'x-goog-upload-status': 'cancelled' }), 'session-2'],
  ['404', once('upload', { status: 404 }), 'session-2'],
  ['410', once('upload', { status: 410 }), 'session-2'],
  ['400, because the offset is another', once('upload', { status: 400 }), 'session-1'],
] as const)('continues after %s', async (_, script, finished) => {
  const { send, sessions } = setup(9 * MIB, { script });
  expect(await send()).toBe('uploaded');
  expect(sessions.get(finished)).toEqual({ received: 9 * MIB, isFinal: true });
  expect(sessions.size).toBe(finished === 'session-1' ? 1 : 2);
});

test('starts again if a session ended after a week', async () => {
  const { send, stored, log } = setup(MIB);
  stored.session = 'expired';
  expect(await send()).toBe('uploaded');
  expect(log).toEqual(['query', 'start', 'upload, finalize 0']);
});

test.each([
  ['503', { status: 503 }],
  ['429', { status: 429 }],
  ['nothing', 'nothing'],
  ['the page of a hotel', { status: 200 }],
] as const)('waits after %s, and keeps the session', async (_, answer) => {
  const { send, stored } = setup(9 * MIB, { script: once('upload', answer) });
  expect(await send()).toBe('lost');
  expect(stored.session).toBe('session-1');
  expect(await send()).toBe('uploaded');
});

test('waits after a request without an answer', async () => {
  const { send, platform } = setup(9 * MIB, { script: once('upload', 'never') });
  const end = send();
  await platform.runTimers(120_000);
  expect(await end).toBe('lost');
  expect(await send()).toBe('uploaded');
});

test('waits if the service keeps answering without keeping a byte, or refuses every session', async () => {
  const status = { status: 200, 'x-goog-upload-status': 'active', 'x-goog-upload-size-received': 0 };
  const stuck = setup(9 * MIB, { script: (command) => (command === 'upload' ? status : undefined) });
  expect(await stuck.send()).toBe('lost');
  const gone = setup(9 * MIB, { script: (command) => (command === 'upload' ? { status: 410 } : undefined) });
  expect(await gone.send()).toBe('lost');
  expect(gone.log.length).toBeLessThan(20);
});

test('renews the token if it expires in the middle', async () => {
  const { send, tokens, log } = setup(9 * MIB, { script: once('upload', { status: 401 }, MIB) });
  expect(await send()).toBe('uploaded');
  expect(tokens.filter((token) => token === 'renewed')).toHaveLength(1);
  expect(log).toEqual(['start', 'upload 0', 'upload 1', 'upload 1', 'upload, finalize 5']);
});

test('a refusal by the rules ends the session', async () => {
  const { send, stored } = setup(MIB, { script: once('upload, finalize', { status: 403 }) });
  expect(await send()).toBe('refused');
  expect(stored.session).toBeUndefined();
  expect(await setup(MIB, { script: once('start', { status: 403 }) }).send()).toBe('refused');
});

test('waits after a sign-out in the middle, and when it is aborted', async () => {
  const all = setup(9 * MIB, { script: (_, offset) => (offset > 0 ? void all.signOut() : undefined) });
  expect(await all.send()).toBe('lost');
  expect(all.stored.session).toBe('session-1');
  const aborted = setup(9 * MIB, {
    script: (_, offset) => {
      if (offset > 0) aborted.controller.abort();
      return undefined;
    },
  });
  expect(await aborted.send()).toBe('lost');
  expect(aborted.stored.session).toBe('session-1');
});

test('names a file that changed or vanished while it is read', async () => {
  const { send, bytes } = setup(9 * MIB, { script: once('upload', 'nothing', MIB) });
  bytes.isReadable = false;
  expect(await send()).toBe('unreadable-file');
});
