import type { SelectionMode } from './selection.svelte.ts';

/** A selection mode without a browser's history. */
export class FakeSelectionMode implements SelectionMode {
  isOn = $state(false);
  isPicking = $state(false);

  begin(): void {
    this.isOn = true;
  }

  startPicking(): void {
    this.isPicking = true;
  }

  stopPicking(): Promise<void> {
    this.isPicking = false;
    return Promise.resolve();
  }

  end(): Promise<void> {
    this.isOn = this.isPicking = false;
    return Promise.resolve();
  }
}
