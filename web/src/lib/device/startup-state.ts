import { readStorage, writeStorage } from '../web-storage.ts';
import { isLibraryId, isUid, type LibraryId, type Uid } from '@maru/model/ids';

const PERSON = 'maru-person';
const LIBRARY = 'maru-library';
const ACCOUNT = 'maru-account';
const HAS_OPENED = 'maru-has-opened';
const CONFIG = 'maru-config';
const SIGNING_OUT = 'maru-signing-out';

/** What the first paint needs before anything is loaded. Without storage every value is undefined. */
export interface StartupState {
  /** Who was signed in last. */
  person: Uid | undefined;
  /** Their Google account; kept when the session expires, cleared at sign-out. */
  account: { readonly name: string; readonly address: string } | undefined;
  /** Whether anybody has ever signed in on this device, even if they signed out. */
  readonly wasUsed: boolean;
  /** The person whose sign-out was interrupted; the next start finishes it. */
  signingOut: Uid | undefined;
  /** The library opened last; cleared with the person. */
  library: LibraryId | undefined;
  /** Whether this person has opened a library or album on this device; cleared with the person. */
  hasOpened: boolean;
  /** The last configuration, not yet validated. */
  config: unknown;
}

/** Stores a `StartupState` in a Storage. */
export function startupState(store: Storage): StartupState {
  const get = (key: string): string | undefined => readStorage(store, key);
  const set = (key: string, value: string | undefined): void => {
    writeStorage(store, key, value);
  };
  const getJson = (key: string): unknown => {
    try {
      return JSON.parse(get(key) ?? '') as unknown;
    } catch {
      return undefined;
    }
  };
  return {
    get person() {
      const uid = get(PERSON);
      return isUid(uid) ? uid : undefined;
    },
    set person(uid) {
      if (uid !== this.person) {
        set(LIBRARY, undefined);
        set(HAS_OPENED, undefined);
      }
      set(PERSON, uid);
    },
    get account() {
      const { name, address } = (getJson(ACCOUNT) ?? {}) as { name?: unknown; address?: unknown };
      return typeof name === 'string' && typeof address === 'string' ? { name, address } : undefined;
    },
    set account(account) {
      set(ACCOUNT, JSON.stringify(account ? { name: account.name, address: account.address } : null));
    },
    get wasUsed() {
      return get(ACCOUNT) !== undefined || get(PERSON) !== undefined;
    },
    get signingOut() {
      const uid = get(SIGNING_OUT);
      return isUid(uid) ? uid : undefined;
    },
    set signingOut(uid) {
      set(SIGNING_OUT, uid);
    },
    get library() {
      const library = get(LIBRARY);
      return isLibraryId(library) ? library : undefined;
    },
    set library(library) {
      set(LIBRARY, library);
    },
    get hasOpened() {
      return get(HAS_OPENED) !== undefined;
    },
    set hasOpened(has) {
      set(HAS_OPENED, has ? 'yes' : undefined);
    },
    get config(): unknown {
      return getJson(CONFIG);
    },
    set config(config) {
      set(CONFIG, config === undefined ? undefined : JSON.stringify(config));
    },
  };
}
