import type { DemoPerson } from '@maru/model/config';
import type { Uid } from '@maru/model/ids';
import type { StartupState } from '../device/startup-state.ts';
import type { Cloud, Person, SignInResult } from '../firebase/cloud.ts';
import type { Account } from './account.svelte.ts';

/** What a session needs of the device. */
export interface SessionDevice {
  readonly remembered: StartupState;
  /** Opens one person's account in this window. */
  readonly open: (uid: Uid) => Account;
  /** Makes this person the owner of what the device stores, and deletes what it has of others. */
  readonly setOwner: (uid: Uid) => Promise<void>;
  /** Deletes what this device has of a person, whose account is closed by then. */
  readonly clear: (uid: Uid) => Promise<void>;
}

/**
 * Who is signed in. The page starts with the last person and does not wait for Auth; when Auth reports somebody else or nobody,
 * `account` is gone before anything else is shown.
 */
export class Session {
  #account = $state.raw<Account>();
  /** The account of a session that expired, with its uploads. */
  #suspended: Account | undefined;
  #person = $state.raw<Person>();
  #isSettled = $state(false);
  #canCreateLibrary = $state<boolean>();
  #requestCount = $state(0);
  #isUnreachable = $state(false);
  #isSigningOut = false;
  /** Auth's latest report during a sign-out. */
  #deferred: Person | undefined;
  readonly #cloud: Cloud;
  readonly #device: SessionDevice;

  constructor(cloud: Cloud, device: SessionDevice) {
    this.#cloud = cloud;
    this.#device = device;
    const { person } = device.remembered;
    if (person !== undefined) this.#account = device.open(person);
  }

  /** The account of this window; undefined for nobody. */
  get account(): Account | undefined {
    return this.#account;
  }

  /** Who is signed in by Auth; undefined until it has answered, and for nobody. */
  get person(): Person | undefined {
    return this.#person;
  }

  /** True once Auth has answered. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Whether this person may create a library; undefined until functions have answered. */
  get canCreateLibrary(): boolean | undefined {
    return this.#canCreateLibrary;
  }

  /** How many access requests wait for this person's answer, as last known. */
  get requestCount(): number {
    return this.#requestCount;
  }

  set requestCount(count: number) {
    this.#requestCount = count;
  }

  /** True if functions could not be reached; `arrive` tries again. */
  get isUnreachable(): boolean {
    return this.#isUnreachable;
  }

  /** Listens to Auth; to be called once, after the first paint. It first finishes a sign-out that was interrupted. */
  start(): void {
    const listen = () => this.#cloud.watchPerson((person) => this.#onPerson(person));
    if (this.#device.remembered.signingOut === undefined) listen();
    else
      void this.#finishSignOut()
        // The mark stays, so the next start tries again; meanwhile people can sign in.
        .catch((error: unknown) => {
          console.warn('the sign-out could not be finished', error);
        })
        .then(listen);
  }

  /** Asks functions for pending invites and access requests; again when the network is back. Never rejects. */
  async arrive(): Promise<void> {
    const { uid } = this.#person ?? {};
    if (uid === undefined) return;
    this.#isUnreachable = false;
    try {
      const { canCreateLibrary, requestCount } = await this.#cloud.call('onSignIn', {});
      if (this.#person?.uid !== uid) return;
      this.#canCreateLibrary = canCreateLibrary;
      this.#requestCount = requestCount;
    } catch (error) {
      console.warn('functions could not be reached', error);
      this.#isUnreachable = true;
    }
  }

  /** Whether the server answers now. Signing out offline would leave a device that shows nothing and cannot sign in. */
  async isReachable(): Promise<boolean> {
    try {
      await this.#cloud.call('onSignIn', {});
    } catch (error) {
      return !(error instanceof Error && error.name === 'Unreachable');
    }
    return true;
  }

  /**
   * Signs in with Google: as `hint`, an address, if one is given, else as whom they choose there. What the device has of anybody else
   * is deleted.
   */
  signIn(as?: DemoPerson, hint?: string): Promise<SignInResult> {
    return this.#cloud.signIn(as, hint);
  }

  /** Signs out and deletes everything of this person from the device; if the page closes before that, the next start does. */
  async signOut(): Promise<void> {
    const account = this.#account;
    this.#device.remembered.signingOut = account?.uid;
    this.#reset();
    account?.close();
    this.#device.remembered.account = undefined;
    await this.#finishSignOut();
  }

  async #finishSignOut(): Promise<void> {
    const { signingOut: uid } = this.#device.remembered;
    if (uid === undefined) return;
    this.#isSigningOut = true;
    try {
      await Promise.all([this.#device.clear(uid), this.#cloud.signOut()]);
      this.#device.remembered.signingOut = undefined;
    } finally {
      this.#isSigningOut = false;
      if (this.#deferred) this.#onPerson(this.#deferred);
    }
  }

  #onPerson(person: Person | undefined): void {
    // During a sign-out, Auth may report the person who leaves or the next one: whoever is reported last is signed in when it ends.
    this.#deferred = this.#isSigningOut ? person : undefined;
    if (this.#deferred) return;
    const before = this.#account ?? this.#suspended;
    if (person?.uid !== this.#account?.uid) this.#reset();
    this.#person = person;
    this.#isSettled = true;
    if (!person) {
      this.#suspend(before);
      return;
    }
    this.#device.remembered.person = person.uid;
    this.#device.remembered.account = person;
    this.#account ??= this.#restoreOrOpen(person.uid, before);
    void this.#setOwner(person.uid, before);
    void this.arrive();
  }

  /** A session expired: its uploads wait for the same person. */
  #suspend(before: Account | undefined): void {
    if (before !== this.#suspended) before?.suspend();
    this.#suspended = before;
  }

  #restoreOrOpen(uid: Uid, before: Account | undefined): Account {
    const suspended = this.#suspended;
    this.#suspended = undefined;
    if (suspended?.uid === uid) {
      suspended.resume();
      return suspended;
    }
    before?.close();
    return this.#device.open(uid);
  }

  async #setOwner(uid: Uid, before: Account | undefined): Promise<void> {
    if (before && before.uid !== uid) await this.#device.clear(before.uid);
    await this.#device.setOwner(uid);
  }

  /** Shows nothing of anybody from now on. */
  #reset(): void {
    this.#account = undefined;
    this.#person = undefined;
    this.#canCreateLibrary = undefined;
    this.#requestCount = 0;
    this.#device.remembered.person = undefined;
  }
}
