import type { SelectionMode } from './selection.svelte.ts';

/** A selection mode without a browser's history. */
export class FakeSelectionMode implements SelectionMode {
  isOn = $state(false);

  begin(): void {
    this.isOn = true;
  }

  end(): Promise<void> {
    this.isOn = false;
    return Promise.resolve();
  }
}
