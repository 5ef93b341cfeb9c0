import type { Entry, ItemId, LibraryId } from '@maru/model';
import { bufferedUntil, makeElement } from './element.ts';
import { announceOnDevice } from './lock-screen.ts';
import { PlayerHosts } from './player-host.svelte.ts';
import { loadHls, openStream, type PlayFailure, type Stream } from './stream.ts';

/** What to play, and what to call it. */
export interface Playable {
  readonly library: LibraryId;
  readonly item: ItemId;
  readonly entry: Entry;
  readonly title: string;
  readonly masterUrl: string;
  /** The still that stands for it until it moves, and on the lock screen. */
  readonly posterUrl?: string;
  /** The address within the app where it is at home: where the mini-player leads back to. */
  readonly href?: string;
  /** The current download token, undefined when it was taken away from who looks; the entry's own unless given. */
  readonly token?: () => string | undefined;
}

export type PlayState =
  | { readonly at: 'idle' | 'loading' | 'playing' | 'paused' | 'ended' }
  | { readonly at: 'failed'; readonly failure: PlayFailure };

/**
 * The one player of a window: one media element for its whole life, moved to where it is looked at, so that it plays on
 * while pages change and there is never a second sound.
 */
export class Player {
  #playing = $state.raw<Playable>();
  #state = $state.raw<PlayState>({ at: 'idle' });
  #time = $state(0);
  #duration = $state(0);
  #buffered = $state(0);
  #rungs = $state.raw<readonly string[]>([]);
  #rung = $state<string>();
  #chosen = $state('auto');
  #speed = $state(1);
  #volume = $state(1);
  #muted = $state(false);
  readonly #places = new PlayerHosts();
  #element: HTMLVideoElement | undefined;
  #stream: Stream | undefined;
  #release: (() => void) | undefined;
  #turn = 0;
  /** Where each was left in this window, seconds. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- read when something is loaded, never shown
  readonly #left = new Map<ItemId, number>();

  /** What is loaded, whether it moves or not. */
  get playing(): Playable | undefined {
    return this.#playing;
  }
  get state(): PlayState {
    return this.#state;
  }
  /** Seconds. */
  get time(): number {
    return this.#time;
  }
  /** Seconds; the entry's own until the stream says better. */
  get duration(): number {
    return this.#duration || (this.#playing?.entry.duration ?? 0);
  }
  /** The second up to which it would play on without a network. */
  get buffered(): number {
    return this.#buffered;
  }
  /** The rungs to choose from, best first; empty where the browser chooses itself. */
  get rungs(): readonly string[] {
    return this.#rungs;
  }
  /** The rung of the segment that was fetched last. */
  get rung(): string | undefined {
    return this.#rung;
  }
  /** What was asked for: a rung or `auto`. */
  get chosen(): string {
    return this.#chosen;
  }
  get speed(): number {
    return this.#speed;
  }
  /** 0 to 1. */
  get volume(): number {
    return this.#volume;
  }
  get muted(): boolean {
    return this.#muted;
  }
  /** Whether a stage shows it, so that no smaller picture is needed. */
  get staged(): boolean {
    return this.#places.staged;
  }

  /** Fetches what playing needs ahead of the first tap on ▶. */
  prepare(): void {
    void loadHls();
  }

  /** Loads and plays. To be called in the tap itself: browsers allow sound to a tap only. */
  async load(what: Playable): Promise<void> {
    this.stop();
    const turn = this.#turn;
    const element = this.#media();
    this.#playing = what;
    this.#state = { at: 'loading' };
    this.#time = this.#left.get(what.item) ?? 0;
    element.poster = what.posterUrl ?? '';
    element.playbackRate = element.defaultPlaybackRate = this.#speed;
    this.#start();
    const Hls = await loadHls();
    if (turn !== this.#turn) return;
    if (!Hls) {
      this.#fail('no-network');
      return;
    }
    const from = { masterUrl: what.masterUrl, token: () => what.token?.() ?? what.entry.token, at: this.#time };
    this.#stream = openStream(Hls, element, from, {
      onrungs: (rungs) => (this.#rungs = rungs),
      onrung: (rung) => (this.#rung = rung),
      onfailure: (failure) => this.#fail(failure),
    });
    this.#release = announceOnDevice(this, what);
    this.#start();
  }

  play(): void {
    if (this.#playing === undefined) return;
    if (this.#state.at === 'failed') void this.load(this.#playing);
    else this.#start();
  }

  pause(): void {
    this.#element?.pause();
  }

  toggle(): void {
    if (this.#element?.paused === false) this.pause();
    else this.play();
  }

  /** Goes to a second, kept within what there is. */
  seek(to: number): void {
    if (!this.#element || this.#playing === undefined) return;
    this.#time = Math.min(Math.max(0, to), this.duration);
    this.#element.currentTime = this.#time;
  }

  skip(seconds: number): void {
    this.seek(this.#time + seconds);
  }

  /** Keeps to one of `rungs`, or `auto`. */
  choose(rung: string): void {
    this.#chosen = rung;
    this.#stream?.choose(rung);
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
    if (this.#element) this.#element.playbackRate = this.#element.defaultPlaybackRate = speed;
  }

  /** 0 to 1; phones leave it to their own buttons. */
  setVolume(volume: number): void {
    this.#media().volume = volume;
    this.#media().muted = false;
  }

  setMuted(muted: boolean): void {
    this.#media().muted = muted;
  }

  /** Silence, and nothing loaded. Where it was left is kept for when it is loaded again. */
  stop(): void {
    this.#turn += 1;
    // A photo's moment is three seconds: it begins anew.
    const isOver = this.#state.at === 'ended' || this.#playing?.entry.kind === 'photo';
    if (this.#playing) this.#left.set(this.#playing.item, isOver ? 0 : this.#time);
    this.#element?.pause();
    this.#release?.();
    this.#stream?.close();
    this.#release = this.#stream = this.#rung = this.#playing = undefined;
    this.#state = { at: 'idle' };
    this.#rungs = [];
    this.#chosen = 'auto';
    this.#time = this.#duration = this.#buffered = 0;
  }

  /** Stops what was taken away. To be called in an effect: it also keeps the token at hand that the next request needs. */
  heed(): void {
    if (this.#playing?.token && this.#playing.token() === undefined) this.stop();
  }

  /** Attachments: the picture is shown on the stage before all, else in the small place. */
  readonly onStage = this.#places.place(true);
  readonly aside = this.#places.place(false);

  #start(): void {
    // ApiError by the browser, or overtaken by the next load: the element says what became of it.
    this.#element?.play().catch(() => this.#settle());
  }

  #fail(failure: PlayFailure): void {
    this.#element?.pause();
    this.#stream?.close();
    this.#stream = undefined;
    if (this.#playing) this.#left.set(this.#playing.item, this.#time);
    this.#state = { at: 'failed', failure };
  }

  /** The state as the element has it. */
  #settle(): void {
    const element = this.#element;
    if (!element || this.#playing === undefined || this.#state.at === 'failed') return;
    if (element.ended) this.#state = { at: 'ended' };
    else if (element.paused) this.#state = this.#stream ? { at: 'paused' } : { at: 'loading' };
    else this.#state = { at: element.readyState > 2 ? 'playing' : 'loading' };
  }

  #media(): HTMLVideoElement {
    if (this.#element) return this.#element;
    this.#element = makeElement(() => this.#read());
    this.#places.hold(this.#element);
    return this.#element;
  }

  /** What the element says of itself. */
  #read(): void {
    const element = this.#element;
    if (!element) return;
    this.#volume = element.volume;
    this.#muted = element.muted;
    if (this.#playing === undefined) return;
    if (this.#stream && element.readyState > 0) this.#time = element.currentTime;
    this.#duration = Number.isFinite(element.duration) ? element.duration : 0;
    this.#buffered = bufferedUntil(element);
    this.#settle();
  }
}
