import type { TvCode, Tv } from '@maru/model/access/tv';
import { ApiError } from '@maru/model/api/error';
import { isUnreachable } from '@maru/model/api/unreachable';
import { base32, type LibraryId, type Uid } from '@maru/model/ids';
import { TV_CODE_S } from '@maru/model/limits';
import type { TvDevice } from '../../device/tv-device.ts';
import type { Cloud, Person, Stop } from '../../firebase/cloud.ts';
import { sha256 } from '../../sha256.ts';

/** How often a TV asks whether its code was confirmed, in milliseconds. */
const POLL_MS = 4000;
/** How often a paired TV checks whether its time is over, and whether its document is still watched. */
const CHECK_MS = 60_000;

/** What a TV is doing. `ended`: somebody removed it, or its days are over. */
export type TvStage =
  | { readonly at: 'starting' | 'code-over' }
  | { readonly at: 'failed'; readonly isOffline: boolean; readonly isFull: boolean }
  | { readonly at: 'code'; readonly code: TvCode }
  | { readonly at: 'paired'; readonly library: LibraryId; readonly tv: Tv }
  | { readonly at: 'ended'; readonly why: 'removed' | 'over' };

/** Waits; returns false at once if `signal` aborts. */
const wait = (ms: number, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve(false);
    });
  });

/** A TV from its code to its end. Its secret is only in this object. */
export class TvSession {
  #stage = $state.raw<TvStage>({ at: 'starting' });
  readonly #cloud: Pick<Cloud, 'call' | 'watchPerson' | 'watchTv' | 'signInWithToken' | 'signOut'>;
  readonly #device: TvDevice;
  readonly #name: string;
  #pairing: AbortController | undefined;
  #unwatch: Stop | undefined;

  /** `name`: what the TV calls itself. */
  constructor(cloud: Cloud, device: TvDevice, name: string) {
    this.#cloud = cloud;
    this.#device = device;
    this.#name = name;
  }

  get stage(): TvStage {
    return this.#stage;
  }

  /** Goes on as the TV that it was, or starts pairing. Call once; stops by the returned function. */
  start(): Stop {
    const stop = this.#cloud.watchPerson((person) => this.#onPerson(person));
    return () => {
      stop();
      this.#stop();
    };
  }

  /** Asks for a code and shows it until a member confirms it or it ends. */
  async pair(): Promise<void> {
    this.#stop();
    const { signal } = (this.#pairing = new AbortController());
    const secret = base32(crypto.getRandomValues(new Uint8Array(20)));
    this.#stage = { at: 'starting' };
    try {
      const { code } = await this.#cloud.call('startTvPairing', {
        name: this.#name,
        challenge: await sha256(secret),
      });
      if (signal.aborted) return;
      this.#stage = { at: 'code', code };
      await this.#claim(code, secret, signal);
    } catch (error) {
      if (signal.aborted) return;
      const isFull = error instanceof ApiError && error.code === 'limit-reached';
      if (!isFull && !isUnreachable(error)) console.error('pairing failed', error);
      this.#stage = { at: 'failed', isOffline: isUnreachable(error), isFull };
    }
  }

  /** Asks for the token. By its own clock, since a TV's date may be wrong. */
  async #claim(code: TvCode, secret: string, signal: AbortSignal): Promise<void> {
    const until = performance.now() + TV_CODE_S * 1000;
    while (performance.now() < until && (await wait(POLL_MS, signal))) {
      try {
        const claimed = await this.#cloud.call('claimTv', { code, secret });
        if (signal.aborted) return;
        if (claimed.isWaiting) continue;
        this.#device.library = claimed.library;
        await this.#cloud.signInWithToken(claimed.token);
        return;
      } catch (error) {
        if (error instanceof ApiError && error.code === 'not-found') break;
        if (!isUnreachable(error)) throw error;
      }
    }
    if (!signal.aborted) this.#stage = { at: 'code-over' };
  }

  #onPerson(person: Person | undefined): void {
    const { library } = this.#device;
    if (person && library !== undefined) this.#watch(library, person.uid);
    // Its account is gone.
    else if (library !== undefined) this.#end('removed');
    else if (this.#stage.at === 'starting' && !this.#pairing) void this.pair();
  }

  #watch(library: LibraryId, id: Uid): void {
    this.#stop();
    let isBroken = false;
    const stop = this.#cloud.watchTv(library, id, {
      next: (tv) => {
        if (!tv) this.#end('removed');
        else if (Date.now() >= tv.until) this.#end('over');
        else this.#stage = { at: 'paired', library, tv };
      },
      fail: (failure) => {
        if (failure === 'forbidden') this.#end('removed');
        else isBroken = true;
      },
    });
    const timer = setInterval(() => {
      if (this.#stage.at === 'paired' && Date.now() >= this.#stage.tv.until) this.#end('over');
      else if (isBroken) this.#watch(library, id);
    }, CHECK_MS);
    this.#unwatch = () => {
      stop();
      clearInterval(timer);
    };
  }

  #stop(): void {
    this.#pairing?.abort();
    this.#pairing = undefined;
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  #end(why: 'removed' | 'over'): void {
    this.#stop();
    this.#stage = { at: 'ended', why };
    this.#device.library = undefined;
    this.#cloud.signOut().catch((error: unknown) => {
      console.warn('the TV could not be signed out', error);
    });
  }
}
