import { flushSync } from 'svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import { HistorySelectionMode } from './selection-mode.svelte.ts';

interface State {
  selectionLevel?: number;
}

/** A history as SvelteKit keeps it: when it goes back, the page's state follows later. */
const app = vi.hoisted(() => ({ entries: [{}] as State[], at: 0, page: undefined as unknown as { state: State } }));
vi.mock('$app/state', () => {
  let state = $state.raw<State>({});
  app.page = {
    get state() {
      return state;
    },
    set state(value) {
      state = value;
    },
  };
  return { page: Object.assign(app.page, { url: new URL('https://maru.example/l') }) };
});
vi.mock('$app/navigation', () => ({
  goto: async (_: string, { state }: { state: State }) => {
    await Promise.resolve();
    app.entries = [...app.entries.slice(0, app.at + 1), state];
    app.at += 1;
    app.page.state = state;
  },
}));

function go(by: number): void {
  app.at += by;
  setTimeout(() => (app.page.state = app.entries[app.at] ?? {}));
}

async function settle(): Promise<void> {
  for (let n = 0; n < 5; n++) {
    await new Promise((resolve) => setTimeout(resolve));
    flushSync();
  }
}

beforeEach(() => {
  app.entries = [{}];
  app.at = 0;
  app.page.state = {};
  vi.spyOn(history, 'go').mockImplementation((by = 0) => go(by));
});

test('Back while an item is being picked leads back to selecting, and once more ends it', async () => {
  const mode = new HistorySelectionMode();
  mode.begin();
  mode.startPicking();
  expect([mode.isOn, mode.isPicking]).toEqual([true, true]);
  await settle();
  expect([mode.isOn, mode.isPicking, app.at]).toEqual([true, true, 2]);
  go(-1);
  await settle();
  expect([mode.isOn, mode.isPicking]).toEqual([true, false]);
  go(-1);
  await settle();
  expect(mode.isOn).toBe(false);
});

test('ends with the history as before, from either level and however fast', async () => {
  const mode = new HistorySelectionMode();
  mode.begin();
  mode.startPicking();
  await settle();
  const ending = mode.end();
  expect(mode.isOn).toBe(false);
  await settle();
  await ending;
  expect(app.at).toBe(0);

  mode.begin();
  mode.startPicking();
  void mode.stopPicking();
  expect([mode.isOn, mode.isPicking]).toEqual([true, false]);
  await settle();
  expect([mode.isOn, mode.isPicking, app.at]).toEqual([true, false, 1]);
  mode.startPicking();
  await settle();
  void mode.stopPicking();
  void mode.end();
  await settle();
  expect([mode.isOn, app.at]).toEqual([false, 0]);
});
