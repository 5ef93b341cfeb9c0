import type { Persistence } from 'firebase/auth';
import type { SecretStore } from './secret-store.ts';

/** What is stored of a session. `until`: when it ends, ms since 1970. */
interface Stored {
  readonly uid: string;
  readonly refreshToken: string;
  readonly until: number;
}

/** The part that is needed of the value that the SDK stores. */
interface SdkUser {
  readonly uid: string;
  readonly stsTokenManager: { readonly refreshToken: string };
}

function decode(secret: string | undefined): Stored | undefined {
  try {
    const value = JSON.parse(Buffer.from(secret ?? '', 'base64url').toString()) as Partial<Stored>;
    const { uid, refreshToken, until } = value;
    if (typeof uid !== 'string' || typeof refreshToken !== 'string' || typeof until !== 'number') return undefined;
    return { uid, refreshToken, until };
  } catch {
    return undefined;
  }
}

/**
 * Keeps the session of a program in a secret store, as a persistence of the Auth SDK. Only the refresh token is stored: ID tokens expire within
 * an hour.
 */
export class StoredSession {
  readonly #store: SecretStore;
  /** Where the session was stored last, for the user. */
  place: string | undefined;
  #until: number | undefined;

  constructor(store: SecretStore) {
    this.#store = store;
  }

  /** Returns whether there is a session that has not ended at `now` (ms since 1970). */
  async isValid(now: number): Promise<boolean> {
    this.#until = decode(await this.#store.get())?.until;
    return this.#until !== undefined && now < this.#until;
  }

  /** Sets when the next session to be stored ends, ms since 1970. */
  set until(until: number) {
    this.#until = until;
  }

  /** The class of an SDK persistence that reads and writes this session. The SDK's own interface of persistences is not public. */
  get persistence(): Persistence {
    const store = this.#store;
    const save = async (user: SdkUser): Promise<void> => {
      const { uid, stsTokenManager } = user;
      const stored: Stored = { uid, refreshToken: stsTokenManager.refreshToken, until: this.#until ?? 0 };
      const secret = Buffer.from(JSON.stringify(stored)).toString('base64url');
      if ((await store.get()) !== secret) this.place = await store.set(secret);
    };
    const load = async (): Promise<object | null> => {
      const stored = decode(await store.get());
      if (!stored) return null;
      const { uid, refreshToken } = stored;
      return { uid, emailVerified: false, isAnonymous: false, stsTokenManager: { refreshToken } };
    };
    const isUser = (key: string): boolean => key.startsWith('firebase:authUser:');
    class SecretPersistence {
      static readonly type = 'LOCAL';
      readonly type = 'LOCAL';
      _isAvailable = (): Promise<boolean> => Promise.resolve(true);
      _get = (key: string): Promise<object | null> => (isUser(key) ? load() : Promise.resolve(null));
      _set = (key: string, value: SdkUser): Promise<void> => (isUser(key) ? save(value) : Promise.resolve());
      _remove = (key: string): Promise<void> => (isUser(key) ? store.remove() : Promise.resolve());
      _addListener = (): void => undefined;
      _removeListener = (): void => undefined;
    }
    return SecretPersistence;
  }
}
