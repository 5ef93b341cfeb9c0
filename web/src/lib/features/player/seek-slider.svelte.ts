import { m } from '#lib/paraglide/messages.js';
import { formatDuration } from '../../format.ts';
import { chordOf } from './keys.ts';

/** How far an arrow key seeks, seconds. */
const STEP_S = 10;
/** The direction of an arrow, by chord. */
const KEYS: Readonly<Record<string, 1 | -1>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

/** What a slider seeks in; times in seconds. */
interface SeekContext {
  readonly time: number;
  readonly duration: number;
  readonly onseek: (to: number) => void;
}

type InputEvent = Event & { readonly currentTarget: HTMLInputElement };

/** A range input that seeks: its value while somebody drags it, what is read out of it, and its arrow keys. */
export class SeekSlider {
  #dragged = $state<number>();
  readonly #context: () => SeekContext;

  constructor(context: () => SeekContext) {
    this.#context = context;
  }

  /** Where it is dragged to, seconds; undefined while nobody drags it. */
  get dragged(): number | undefined {
    return this.#dragged;
  }
  /** Its value, seconds. */
  get at(): number {
    return this.#dragged ?? this.#context().time;
  }
  /** What is read out. */
  get text(): string {
    const { duration } = this.#context();
    return m.player_position({ time: formatDuration(this.at), length: formatDuration(duration) });
  }

  /** The part of the duration that lies before a time, 0 to 1. */
  fractionOf(seconds: number): number {
    const { duration } = this.#context();
    return duration > 0 ? Math.min(1, seconds / duration) : 0;
  }

  /** Seeks if an arrow key is pressed; returns whether it did. */
  seekByKey(event: KeyboardEvent): boolean {
    const by = KEYS[chordOf(event)];
    if (by === undefined) return false;
    event.preventDefault();
    const { time, duration, onseek } = this.#context();
    onseek(Math.min(duration, Math.max(0, time + by * STEP_S)));
    return true;
  }

  readonly oninput = ({ currentTarget }: InputEvent): void => {
    this.#dragged = currentTarget.valueAsNumber;
  };

  readonly onchange = ({ currentTarget }: InputEvent): void => {
    this.#context().onseek(currentTarget.valueAsNumber);
    this.#dragged = undefined;
  };
}
