import { goto } from '$app/navigation';
import { page } from '$app/state';
import type { SelectionMode } from '#lib/features/selection/selection.svelte.ts';

/** A selection mode with an entry in the browser's history for each of its two levels, so that Back ends them one by one. */
export class HistorySelectionMode implements SelectionMode {
  /** The level that was begun and has not been ended by the app. */
  #begun = $state(0);
  /** The level whose entry is being pushed. */
  #pushing = $state(0);
  /** Changes of the history run one after another. */
  #queue: Promise<void> = Promise.resolve();

  get isOn(): boolean {
    return this.#level >= 1;
  }

  get isPicking(): boolean {
    return this.#level >= 2;
  }

  begin(): void {
    this.#push(1);
  }

  startPicking(): void {
    this.#push(2);
  }

  stopPicking(): Promise<void> {
    return this.#return(1);
  }

  end(): Promise<void> {
    return this.#return(0);
  }

  get #level(): number {
    return Math.min(this.#begun, Math.max(this.#pushing, levelOfPage()));
  }

  #push(level: number): void {
    if (this.#level >= level) return;
    this.#begun = this.#pushing = level;
    this.#queue = this.#queue
      .then(async () => {
        if (levelOfPage() >= level) return;
        await goto(page.url.href, { shallow: true, state: { ...page.state, selectionLevel: level } });
      })
      .finally(() => {
        if (this.#pushing === level) this.#pushing = 0;
      });
  }

  #return(level: number): Promise<void> {
    this.#begun = Math.min(this.#begun, level);
    this.#queue = this.#queue.then(async () => {
      const steps = levelOfPage() - level;
      if (steps <= 0 || this.#level > level) return;
      history.go(-steps);
      await untilPageIsAt(level);
    });
    return this.#queue;
  }
}

const levelOfPage = (): number => page.state.selectionLevel ?? 0;

/** The page's state follows the history with a delay. */
function untilPageIsAt(level: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = $effect.root(() => {
      $effect(() => {
        if (levelOfPage() > level) return;
        resolve();
        queueMicrotask(stop);
      });
    });
  });
}
