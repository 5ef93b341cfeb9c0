import type { ItemId } from '@maru/model';
import { Captions } from './captions.svelte.ts';
import { createMediaElement } from './element.ts';
import { connectMediaSession } from './lock-screen.ts';
import { Outputs } from './outputs.svelte.ts';
import { yieldToOtherWindows } from './exclusive-playback.ts';
import type { Playable } from './playable.ts';
import { PlayerHosts } from './player-host.svelte.ts';
import { PositionKeeper } from './position-keeper.ts';
import { Queue } from './queue.svelte.ts';
import { PlayerSettings } from './player-settings.svelte.ts';
import type { Quality } from './quality.ts';
import { loadHls, openStream } from './stream.ts';
import type { PlayFailure, Stream } from './stream-types.ts';
import { Timeline } from './timeline.svelte.ts';

export type PlayState =
  | { readonly at: 'idle' | 'loading' | 'playing' | 'paused' | 'ended' }
  | { readonly at: 'failed'; readonly failure: PlayFailure };

/** Frames per second of a video whose playlist does not say it. */
const DEFAULT_FRAME_RATE = 30;

/**
 * The window's player. It has one media element, which moves to where it is shown, so that playback continues across pages and two
 * videos never play at once.
 */
export class Player {
  #playing = $state.raw<Playable>();
  #state = $state.raw<PlayState>({ at: 'idle' });
  #variants = $state.raw<readonly string[]>([]);
  #variant = $state<string>();
  readonly timeline = new Timeline();
  readonly settings = new PlayerSettings();
  readonly captions = new Captions();
  readonly outputs = new Outputs();
  readonly queue = new Queue();
  readonly #hosts = new PlayerHosts();
  #element: HTMLVideoElement | undefined;
  #stream: Stream | undefined;
  #release: (() => void) | undefined;
  #loads = 0;
  #playsWhenOnline = false;
  #holds = 0;
  readonly #positions = new PositionKeeper();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no component reads it
  readonly #advanceListeners = new Set<(from: ItemId, to: ItemId) => void>();

  /** What is loaded, playing or not. */
  get playing(): Playable | undefined {
    return this.#playing;
  }
  get state(): PlayState {
    return this.#state;
  }
  /** Whether it plays, or will as soon as it can. */
  get isPlaying(): boolean {
    return this.state.at === 'playing' || this.state.at === 'loading';
  }
  /** Whether this browser lets the player choose: it has Media Source. */
  get canChoose(): boolean {
    return 'MediaSource' in globalThis || 'ManagedMediaSource' in globalThis;
  }
  /** The variants to choose from, best first; empty where the browser chooses. */
  get variants(): readonly string[] {
    return this.#variants;
  }
  /** The variant of the last fetched segment. */
  get variant(): string | undefined {
    return this.#variant;
  }
  /** Whether the video is on a stage, so that the mini-player is not needed. */
  get isOnStage(): boolean {
    return this.#hosts.isOnStage;
  }

  /** Preloads hls.js. */
  prepare(): void {
    void loadHls();
  }

  /**
   * Loads, at a second or where one stopped, and plays unless told otherwise. Call it in a click handler: browsers allow sound only after
   * a gesture.
   */
  async load(playable: Playable, at?: number, plays = true): Promise<void> {
    this.stop();
    const loads = this.#loads;
    const element = this.#media();
    this.#playing = playable;
    this.queue.goTo(playable);
    this.#state = { at: plays ? 'loading' : 'paused' };
    this.timeline.start(playable, at ?? this.#positions.startOf(playable));
    element.poster = playable.posterUrl ?? '';
    this.settings.apply();
    if (plays) this.#start();
    const Hls = await loadHls();
    if (loads !== this.#loads) return;
    if (!Hls) {
      this.#fail('no-network');
      return;
    }
    const token = () => playable.token?.() ?? playable.entry.token;
    this.#stream = openStream(
      Hls,
      element,
      { masterUrl: playable.masterUrl, token, at: this.timeline.time, quality: this.settings.quality },
      {
        onvariants: (variants) => (this.#variants = variants),
        onvariant: (variant) => (this.#variant = variant),
        onfailure: (failure) => this.#fail(failure),
      },
    );
    this.#release = connectMediaSession(this, playable);
    if (plays) this.#start();
  }

  play(): void {
    if (this.#playing === undefined) return;
    if (this.#state.at === 'failed') void this.load(this.#playing);
    else if (this.timeline.isStale) void this.load(this.#playing, this.#restartsAt);
    else this.#start();
  }

  /** Opens the stream again if it has more variants by now; plays on only if it was playing. */
  refresh(): void {
    // One that failed is opened again when someone plays it.
    if (!this.#playing || this.#state.at === 'failed' || !this.timeline.isStale) return;
    void this.load(this.#playing, this.#restartsAt, this.#element?.paused === false);
  }

  /** Plays the next item of the queue, if there is one. */
  next(): void {
    this.#advance(this.queue.next);
  }

  /** Starts the item over, or within its first seconds plays the previous one. */
  previous(): void {
    const { previous } = this.queue;
    if (this.timeline.backFrom > 0 || !previous) this.seek(0);
    else this.#advance(previous);
  }

  /** Calls `listener` when the queue goes on from one item to another, until the returned function is called. */
  onAdvance(listener: (from: ItemId, to: ItemId) => void): () => void {
    this.#advanceListeners.add(listener);
    return () => void this.#advanceListeners.delete(listener);
  }

  #advance(item: Queue['next']): void {
    const from = this.#playing;
    const to = item && this.queue.playableOf(item);
    if (!from || !to) return;
    void this.load(to);
    for (const listener of this.#advanceListeners) listener(from.item, to.item);
  }

  pause(): void {
    this.#element?.pause();
  }

  toggle(): void {
    if (this.#element?.paused === false) this.pause();
    else this.play();
  }

  /** Seeks to a second, clamped to the duration. */
  seek(to: number): void {
    if (!this.#element || this.#playing === undefined) return;
    this.#element.currentTime = this.timeline.seek(to);
  }

  skip(seconds: number): void {
    this.seek(this.timeline.time + seconds);
  }

  /** Pauses and shows the next frame, or with -1 the previous one. */
  stepFrame(by: 1 | -1): void {
    this.pause();
    const rate = this.#stream?.frameRate() ?? DEFAULT_FRAME_RATE;
    // To the middle of a frame: its start may be rounded to the frame before.
    this.seek((Math.floor(this.timeline.time * rate) + by + 0.5) / rate);
  }

  /** Plays in another quality, one of `variants` or for every item. */
  choose(quality: Quality): void {
    this.settings.setQuality(quality);
    this.#stream?.choose(quality);
  }

  /** Stops and unloads; remembers the position. */
  stop(): void {
    this.#loads += 1;
    this.#keepPosition();
    this.#element?.pause();
    this.#release?.();
    this.#stream?.close();
    this.#release = this.#stream = this.#variant = this.#playing = undefined;
    this.#state = { at: 'idle' };
    this.#variants = [];
    this.settings.forgetVariant();
    this.timeline.start();
  }

  /** Stops if access was revoked. Call it in an effect: reading the token also keeps it current for the next request. */
  stopIfRevoked(): void {
    if (this.#playing?.token && this.#playing.token() === undefined) this.stop();
  }

  /** Attachments: the stage is preferred to the mini-player. */
  readonly onStage = this.#hosts.host(true);
  readonly inMiniPlayer = this.#hosts.host(false);

  /** Where the same stream starts when it is opened again, in seconds. */
  get #restartsAt(): number {
    return this.#state.at === 'ended' ? 0 : this.timeline.time;
  }

  #start(): void {
    // The browser refused, or another load interrupted it: the element has the state.
    this.#element?.play().catch(() => this.#syncState());
  }

  #fail(failure: PlayFailure): void {
    // It goes on by itself if the network interrupted it.
    this.#playsWhenOnline = failure === 'no-network' && this.#element?.paused === false;
    this.#element?.pause();
    this.#stream?.close();
    this.#stream = undefined;
    this.#keepPosition();
    this.#state = { at: 'failed', failure };
  }

  /** Saves the position of an item that is left or pauses. */
  #keepPosition(): void {
    // A motion clip lasts three seconds: it starts over. One that ended has been saved.
    if (!this.#playing || this.#playing.entry.kind === 'photo' || this.#state.at === 'ended') return;
    this.#positions.keep(this.#playing, this.timeline.time, this.timeline.duration);
  }

  /** Copies play, pause and end from the element. */
  #syncState(): void {
    const element = this.#element;
    if (!element || this.#playing === undefined || this.#state.at === 'failed') return;
    if (element.ended) this.#end(this.#playing);
    else if (element.paused) this.#pauseState();
    else this.#state = { at: element.readyState > 2 ? 'playing' : 'loading' };
    if (this.#state.at === 'playing')
      this.#positions.playing(this.#playing, this.timeline.time, this.timeline.duration);
  }

  /** Keeps the queue from advancing until the returned function is called, such as while somebody edits the item. */
  holdQueue(): () => void {
    this.#holds += 1;
    return () => {
      this.#holds -= 1;
    };
  }

  #end(playable: Playable): void {
    if (this.#state.at === 'ended') return;
    this.#state = { at: 'ended' };
    this.#positions.end(playable);
    if (this.#holds === 0) this.next();
  }

  #pauseState(): void {
    const wasPlaying = this.#state.at === 'playing';
    this.#state = this.#stream ? { at: 'paused' } : { at: 'loading' };
    if (wasPlaying) this.#keepPosition();
  }

  #media(): HTMLVideoElement {
    if (this.#element) return this.#element;
    this.#element = createMediaElement(() => this.#sync());
    yieldToOtherWindows(this.#element, () => this.pause());
    addEventListener('online', () => this.#playsWhenOnline && this.#state.at === 'failed' && this.play());
    document.addEventListener('visibilitychange', () => document.hidden && this.#keepPosition());
    for (const part of [this.#hosts, this.settings, this.captions, this.outputs]) part.setElement(this.#element);
    return this.#element;
  }

  /** Copies the state of the element. */
  #sync(): void {
    const element = this.#element;
    if (!element || this.#playing === undefined) return;
    this.timeline.sync(element, this.#stream !== undefined && element.readyState > 0);
    this.#syncState();
  }
}
