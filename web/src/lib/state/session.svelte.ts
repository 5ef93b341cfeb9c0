import type { DemoPerson } from '@maru/model/config';
import type { Uid } from '@maru/model/ids';
import type { StartupState } from '../device/startup-state.ts';
import type { Cloud, Person, SignInResult } from '../firebase/cloud.ts';
import type { Account } from './account.svelte.ts';
import { isUnreachable } from '@maru/model/api/unreachable';

/** The device as a session uses it. */
export interface SessionDevice {
  readonly remembered: StartupState;
  /** Opens a person's account in this window. */
  readonly open: (uid: Uid) => Account;
  /** Makes a person the owner of the stored data, and deletes the data of others. */
  readonly setOwner: (uid: Uid) => Promise<void>;
  /** Deletes a person's stored data. Close the account first. */
  readonly clear: (uid: Uid) => Promise<void>;
  /** Deletes the files that other apps handed over and nobody has added to an album yet. */
  readonly clearIncoming: () => Promise<void>;
}

/**
 * The sign-in state of this window. The page starts with the last person without waiting for Auth. When Auth reports another person
 * or none, `account` changes before anything else is shown.
 */
export class Session {
  #account = $state.raw<Account>();
  /** The account of an expired session, with its uploads. */
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

  /** The account of this window; undefined if signed out. */
  get account(): Account | undefined {
    return this.#account;
  }

  /** The person that Auth reported; undefined before its first report, and if signed out. */
  get person(): Person | undefined {
    return this.#person;
  }

  /** Whether Auth has reported a state. */
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

  /** True if functions could not be reached; `checkInvitesAndRequests` tries again. */
  get isUnreachable(): boolean {
    return this.#isUnreachable;
  }

  /** Starts listening to Auth, once, after the first paint. Finishes an interrupted sign-out first. */
  start(): void {
    const listen = () => this.#cloud.watchPerson((person) => this.#onPerson(person));
    if (this.#device.remembered.signingOut === undefined) listen();
    else
      void this.#finishSignOut()
        // `signingOut` stays set, so the next start retries; meanwhile people can sign in.
        .catch((error: unknown) => {
          console.warn('the sign-out could not be finished', error);
        })
        .then(listen);
  }

  /** Asks functions for pending invites and access requests; again when the network is back. Never rejects. */
  async checkInvitesAndRequests(): Promise<void> {
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

  /** Whether the server can be reached. After a sign-out offline, nobody could sign in again. */
  async isReachable(): Promise<boolean> {
    try {
      await this.#cloud.call('onSignIn', {});
    } catch (error) {
      return !isUnreachable(error);
    }
    return true;
  }

  /**
   * Signs in with Google; `hint` preselects an address. Deletes the data of others from this device.
   */
  signIn(as?: DemoPerson, hint?: string): Promise<SignInResult> {
    return this.#cloud.signIn(as, hint);
  }

  /** Signs out and deletes the person's data from this device. If the page closes meanwhile, the next start finishes it. */
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
      // All end before the last report of Auth counts.
      const results = await Promise.allSettled([
        this.#device.clear(uid),
        this.#device.clearIncoming(),
        this.#cloud.signOut(),
      ]);
      for (const result of results) if (result.status === 'rejected') throw result.reason;
      this.#device.remembered.signingOut = undefined;
    } finally {
      this.#isSigningOut = false;
      const { signingOut } = this.#device.remembered;
      if (this.#deferred && this.#deferred.uid !== signingOut) this.#onPerson(this.#deferred);
    }
  }

  #onPerson(person: Person | undefined): void {
    // During a sign-out, Auth may report the old or the next person: the last report counts when it ends.
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
    void this.checkInvitesAndRequests();
  }

  /** Pauses the uploads of an expired session until the same person is back. */
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

  /** Clears everything about the person from this window. */
  #reset(): void {
    this.#account = undefined;
    this.#person = undefined;
    this.#canCreateLibrary = undefined;
    this.#requestCount = 0;
    this.#device.remembered.person = undefined;
  }
}
