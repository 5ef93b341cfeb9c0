import type { Uid } from '@maru/model/ids';
import type { Stop } from '@maru/model/upload/platform';
import { keyedMutex } from '@maru/model/upload/keyed-mutex';

/** Which windows of one person are open, and whose turn it is. By Web Locks, which end with their window, also when it crashes. */
export interface WindowLocks {
  /** This window. */
  readonly id: string;
  /** Which of these windows are open. */
  readonly openOf: (windows: ReadonlySet<string>) => Promise<ReadonlySet<string>>;
  /** Calls `ended` when one of these windows ends, or any other that announces itself later. */
  readonly onend: (windows: Iterable<string>, ended: () => void) => void;
  /** Tells the other windows that something is lost if this one ends. */
  readonly announce: () => void;
  /** Runs work after all earlier work with this key, in all windows. */
  readonly exclusive: <T>(key: string, work: () => Promise<T>) => Promise<T>;
  readonly close: Stop;
}

/** Without Web Locks, this is the only window. */
function onlyWindow(id: string): WindowLocks {
  const empty = new Set<string>();
  return {
    id,
    openOf: () => Promise.resolve(empty),
    onend: () => undefined,
    announce: () => undefined,
    exclusive: keyedMutex(),
    close: () => undefined,
  };
}

/** Marks this window as open, until it is closed or ends. */
export function openWindowLocks(uid: Uid, locks: LockManager | undefined): WindowLocks {
  const id = crypto.randomUUID();
  if (!locks) return onlyWindow(id);
  const nameOf = (what: string): string => `maru-${uid}/${what}`;
  const windowName = (window: string): string => nameOf(`window/${window}`);
  let close: Stop = () => undefined;
  const closed = new Promise<void>((resolve) => (close = resolve));
  const channel = new BroadcastChannel(nameOf('windows'));
  const watched = new Set<string>([id]);
  const controller = new AbortController();
  const { signal } = controller;
  let onended = (): void => undefined;
  const watch = (window: string): void => {
    if (watched.has(window)) return;
    watched.add(window);
    // The lock is granted when the window that holds it has ended.
    locks
      .request(windowName(window), { signal }, () => undefined)
      .then(
        () => onended(),
        () => undefined,
      );
  };
  channel.addEventListener('message', ({ data }: MessageEvent<string>) => watch(data), { signal });
  const opened = new Promise<void>((resolve) => {
    void locks.request(windowName(id), () => {
      resolve();
      return closed;
    });
  });
  return {
    id,
    openOf: async (windows) => {
      await opened;
      const held = new Set((await locks.query()).held?.map(({ name }) => name));
      return new Set([...windows].filter((window) => held.has(windowName(window))));
    },
    onend: (windows, ended) => {
      onended = ended;
      for (const window of windows) watch(window);
    },
    announce: () => channel.postMessage(id),
    exclusive: <T>(key: string, work: () => Promise<T>) => locks.request(nameOf(key), work) as Promise<T>,
    close: () => {
      controller.abort();
      channel.close();
      close();
    },
  };
}
