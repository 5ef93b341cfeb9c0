import { readStorage, writeStorage } from '../web-storage.ts';
import { MODES, type Quality } from './quality.ts';

const QUALITY_KEY = 'player-quality';

const isMode = (quality: string | undefined): quality is Quality => MODES.some((mode) => mode === quality);

/** Speed, volume and quality, which stay from one item to the next. This device remembers `auto`, `sharp` and `saving`. */
export class PlayerSettings {
  /** The choices of quality that apply to every item, in the order in which they are shown. */
  readonly modes = MODES;
  #speed = $state(1);
  #volume = $state(1);
  #muted = $state(false);
  #quality = $state<Quality>('auto');
  #element: HTMLMediaElement | undefined;

  constructor() {
    this.#quality = this.#storedQuality;
  }

  /** The speed of playback; 1 is normal. */
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
  get quality(): Quality {
    return this.#quality;
  }

  /** Sets the element to which the settings apply. */
  setElement(element: HTMLMediaElement): void {
    this.#element = element;
    element.addEventListener('volumechange', () => {
      this.#volume = element.volume;
      this.#muted = element.muted;
    });
    this.apply();
  }

  /** Applies the speed, which browsers reset when an element gets another source. */
  apply(): void {
    if (this.#element) this.#element.playbackRate = this.#element.defaultPlaybackRate = this.#speed;
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
    this.apply();
  }

  /** Sets the volume, clamped to 0 to 1, and unmutes; phones ignore it. */
  setVolume(volume: number): void {
    if (!this.#element) return;
    this.#element.volume = Math.min(1, Math.max(0, volume));
    this.#element.muted = false;
  }

  toggleMuted(): void {
    if (this.#element) this.#element.muted = !this.#element.muted;
  }

  setQuality(quality: Quality): void {
    this.#quality = quality;
    if (isMode(quality)) writeStorage(localStorage, QUALITY_KEY, quality);
  }

  /** A variant of one item says nothing about the next: returns to the remembered choice. */
  forgetVariant(): void {
    if (!isMode(this.#quality)) this.#quality = this.#storedQuality;
  }

  get #storedQuality(): Quality {
    const stored = readStorage(localStorage, QUALITY_KEY);
    return isMode(stored) ? stored : 'auto';
  }
}
