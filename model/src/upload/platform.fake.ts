import type { Bytes, Controller, Platform, Signal } from './platform.ts';

/** A file of zeros that can become unreadable. */
export class FakeBytes implements Bytes {
  isReadable = true;
  readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  slice(start: number, end: number): Bytes {
    return Object.setPrototypeOf({ size: end - start }, this) as FakeBytes;
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    if (!this.isReadable) return Promise.reject(new Error('NotReadableError'));
    return Promise.resolve(new ArrayBuffer(this.size));
  }
}

function fakeController(): Controller {
  const listeners = new Set<() => void>();
  let aborted = false;
  const signal: Signal = {
    get aborted() {
      return aborted;
    },
    addEventListener: (_, listener) => void listeners.add(listener),
    removeEventListener: (_, listener) => void listeners.delete(listener),
  };
  return {
    signal,
    abort: () => {
      if (aborted) return;
      aborted = true;
      for (const listener of listeners) listener();
    },
  };
}

/** Lets everything that waits for promises run. */
export async function settle(): Promise<void> {
  for (let n = 0; n < 100; n += 1) await Promise.resolve();
}

/** A platform whose time a test moves. */
export function fakePlatform(): Platform & { readonly runTimers: (ms: number) => Promise<void> } {
  let now = 1_000_000;
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  return {
    now: () => now,
    after: (ms, run) => {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    controller: fakeController,
    runTimers: async (ms) => {
      await settle();
      const end = now + ms;
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        timers.delete(next);
        now = next.at;
        next.run();
        await settle();
      }
      now = end;
    },
  };
}
