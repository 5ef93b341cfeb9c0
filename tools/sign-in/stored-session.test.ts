import { expect, test } from 'vitest';
import type { SecretStore } from './secret-store.ts';
import { StoredSession } from './stored-session.ts';

/** The interface of persistences inside the SDK. */
interface Persistence {
  _get: (key: string) => Promise<unknown>;
  _set: (key: string, value: unknown) => Promise<void>;
  _remove: (key: string) => Promise<void>;
}

const KEY = 'firebase:authUser:key:app';
const user = {
  uid: 'u1',
  email: 'a@example.com',
  stsTokenManager: { refreshToken: 'refresh', accessToken: 'id token' },
};

function memory(): SecretStore & { secret?: string; writes: number } {
  const store: ReturnType<typeof memory> = {
    writes: 0,
    get: () => Promise.resolve(store.secret),
    set: (secret) => {
      store.secret = secret;
      store.writes += 1;
      return Promise.resolve('memory');
    },
    remove: () => {
      delete store.secret;
      return Promise.resolve();
    },
  };
  return store;
}

const persistenceOf = (session: StoredSession): Persistence =>
  new (session.persistence as unknown as new () => Persistence)();

test('stores the refresh token and the end of the session, and nothing else', async () => {
  const store = memory();
  const session = new StoredSession(store);
  session.until = 5000;
  const persistence = persistenceOf(session);
  await persistence._set(KEY, user);
  await persistence._set(KEY, user);
  await persistence._set('firebase:other', 'value');
  expect(store.writes).toBe(1);
  expect(JSON.parse(Buffer.from(store.secret ?? '', 'base64url').toString())).toEqual({
    ...{ uid: 'u1', refreshToken: 'refresh', until: 5000 },
  });
  expect(session.place).toBe('memory');
  expect(await persistence._get(KEY)).toMatchObject({ uid: 'u1', stsTokenManager: { refreshToken: 'refresh' } });
});

test('a new refresh token keeps the end of the session', async () => {
  const store = memory();
  const session = new StoredSession(store);
  session.until = 5000;
  await persistenceOf(session)._set(KEY, user);
  const later = new StoredSession(store);
  expect(await later.isValid(4999)).toBe(true);
  await persistenceOf(later)._set(KEY, { ...user, stsTokenManager: { refreshToken: 'next' } });
  expect(await new StoredSession(store).isValid(4999)).toBe(true);
  expect(await new StoredSession(store).isValid(5000)).toBe(false);
  await persistenceOf(later)._remove(KEY);
  expect(await later.isValid(1)).toBe(false);
});

test.each(['', 'x', Buffer.from('{"uid":7}').toString('base64url'), Buffer.from('null').toString('base64url')])(
  'a secret that is no session counts as none: %j',
  async (secret) => {
    const session = new StoredSession({ ...memory(), get: () => Promise.resolve(secret) });
    expect(await session.isValid(1)).toBe(false);
    expect(await persistenceOf(session)._get(KEY)).toBeNull();
  },
);
