import type { DemoPerson } from '@maru/model/config';
import type { Uid } from '@maru/model/ids';
import type { Remembered } from '../device/startup-state.ts';
import type { Cloud, Person, SignInEnd } from '../firebase/cloud.ts';
import type { Account } from './account.svelte.ts';

/** What a session does to the device. */
export interface SessionDevice {
  readonly remembered: Remembered;
  /** Opens all that is this person's. */
  readonly open: (uid: Uid) => Account;
  /** From now on what this person looks at is kept, and nothing of anybody else. */
  readonly keepFor: (uid: Uid) => Promise<void>;
  /** Deletes what this device has of a person whose account is closed. */
  readonly clear: (uid: Uid) => Promise<void>;
}

/**
 * Who is here. The page begins with the person of last time and does not wait for Auth; when Auth says somebody else or
 * nobody, `account` is gone before anything else is shown.
 */
export class Session {
  #account = $state.raw<Account>();
  /** Who was here until their session ended by itself, with what they had begun. */
  #away: Account | undefined;
  #person = $state.raw<Person>();
  #isSettled = $state(false);
  #mayBegin = $state<boolean>();
  #asks = $state(0);
  #isLost = $state(false);
  #isLeaving = false;
  readonly #cloud: Cloud;
  readonly #device: SessionDevice;

  constructor(cloud: Cloud, device: SessionDevice) {
    this.#cloud = cloud;
    this.#device = device;
    const { person } = device.remembered;
    if (person !== undefined) this.#account = device.open(person);
  }

  /** What the person of this window has; undefined for nobody. */
  get account(): Account | undefined {
    return this.#account;
  }

  /** Who Auth says it is; undefined until then and for nobody. */
  get person(): Person | undefined {
    return this.#person;
  }

  /** True when Auth has spoken. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Whether this person may make a library; undefined until functions have said what waits for the address. */
  get mayBegin(): boolean | undefined {
    return this.#mayBegin;
  }

  /** How many asks wait for this person's answer, as last heard. */
  get asks(): number {
    return this.#asks;
  }

  set asks(count: number) {
    this.#asks = count;
  }

  /** True where functions could not be asked; `arrive` asks again. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Listens to Auth from now on; to be called once, after the first paint. First it finishes a sign-out that was interrupted. */
  start(): void {
    const listen = () => this.#cloud.watchPerson((person) => this.#heard(person));
    if (this.#device.remembered.signingOut === undefined) listen();
    else void this.#finishSignOut().then(listen);
  }

  /** Asks functions what waits for this person; again after the network was away. Never rejects. */
  async arrive(): Promise<void> {
    const { uid } = this.#person ?? {};
    if (uid === undefined) return;
    this.#isLost = false;
    try {
      const { mayBegin, asks } = await this.#cloud.call('onSignIn', {});
      if (this.#person?.uid !== uid) return;
      this.#mayBegin = mayBegin;
      this.#asks = asks;
    } catch (error) {
      console.warn('could not ask what waits', error);
      this.#isLost = true;
    }
  }

  /** Whether the server answers now. Signing out without it would leave a device that shows nothing and cannot sign in. */
  async isReachable(): Promise<boolean> {
    try {
      await this.#cloud.call('onSignIn', {});
    } catch (error) {
      return !(error instanceof Error && error.name === 'Unreachable');
    }
    return true;
  }

  /**
   * Signs in with Google: as `hint`, an address, where one is given, else as whom they choose there. Who was here before and
   * is somebody else is forgotten.
   */
  signIn(as?: DemoPerson, hint?: string): Promise<SignInEnd> {
    return this.#cloud.signIn(as, hint);
  }

  /** Signs out and leaves nothing of this person on the device; where the page ends before that, the next start does. */
  async signOut(): Promise<void> {
    const account = this.#account;
    this.#device.remembered.signingOut = account?.uid;
    this.#leave();
    account?.close();
    this.#device.remembered.account = undefined;
    await this.#finishSignOut();
  }

  async #finishSignOut(): Promise<void> {
    const { signingOut: uid } = this.#device.remembered;
    if (uid === undefined) return;
    this.#isLeaving = true;
    try {
      await Promise.all([this.#device.clear(uid), this.#cloud.signOut()]);
      this.#device.remembered.signingOut = undefined;
    } finally {
      this.#isLeaving = false;
    }
  }

  #heard(person: Person | undefined): void {
    // Auth may speak of who is leaving for the first time while they leave.
    if (person && this.#isLeaving) return;
    const before = this.#account ?? this.#away;
    if (person?.uid !== this.#account?.uid) this.#leave();
    this.#person = person;
    this.#isSettled = true;
    if (!person) {
      this.#wait(before);
      return;
    }
    this.#device.remembered.person = person.uid;
    this.#device.remembered.account = person;
    this.#account ??= this.#back(person.uid, before);
    void this.#keepFor(person.uid, before);
    void this.arrive();
  }

  /** Nobody is here, and nobody left: what was begun waits for who had begun it. */
  #wait(before: Account | undefined): void {
    if (before !== this.#away) before?.hold();
    this.#away = before;
  }

  #back(uid: Uid, before: Account | undefined): Account {
    const away = this.#away;
    this.#away = undefined;
    if (away?.uid === uid) {
      away.goOn();
      return away;
    }
    before?.close();
    return this.#device.open(uid);
  }

  async #keepFor(uid: Uid, before: Account | undefined): Promise<void> {
    if (before && before.uid !== uid) await this.#device.clear(before.uid);
    await this.#device.keepFor(uid);
  }

  /** Nothing of theirs is shown from now on. */
  #leave(): void {
    this.#account = undefined;
    this.#person = undefined;
    this.#mayBegin = undefined;
    this.#asks = 0;
    this.#device.remembered.person = undefined;
  }
}
