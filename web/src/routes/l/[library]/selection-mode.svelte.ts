import { goto } from '$app/navigation';
import { page } from '$app/state';
import type { SelectionMode } from '#lib/features/selection/selection.svelte.ts';

/** A selection mode with an entry in the browser's history, so that Back ends it. */
export class HistorySelectionMode implements SelectionMode {
  #hasBegun = $state(false);
  #isPushing = $state(false);
  #pushed: Promise<unknown> = Promise.resolve();

  get isOn(): boolean {
    return this.#hasBegun && (this.#isPushing || page.state.isSelecting === true);
  }

  begin(): void {
    if (this.isOn) return;
    this.#hasBegun = this.#isPushing = true;
    this.#pushed = goto(page.url.href, { shallow: true, state: { ...page.state, isSelecting: true } }).finally(() => {
      this.#isPushing = false;
    });
  }

  async end(): Promise<void> {
    this.#hasBegun = false;
    await this.#pushed;
    if (!page.state.isSelecting || this.isOn) return;
    const isBack = new Promise((resolve) => addEventListener('popstate', resolve, { once: true }));
    history.back();
    await isBack;
  }
}
