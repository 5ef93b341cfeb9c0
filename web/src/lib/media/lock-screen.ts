/** The controls of a player that a lock screen and headphones have buttons for; times in seconds. */
interface Controls {
  play(): void;
  pause(): void;
  stop(): void;
  skip(seconds: number): void;
  seek(to: number): void;
}

/**
 * Names what plays on the lock screen and in headphones' buttons (Media Session), and takes the name away again when
 * the returned function is called. Does nothing where the browser has no such thing.
 */
export function announceOnDevice(
  player: Controls,
  what: { readonly title: string; readonly posterUrl?: string },
): () => void {
  if (!('mediaSession' in navigator)) return () => undefined;
  const session = navigator.mediaSession;
  session.metadata = new MediaMetadata({
    title: what.title,
    artwork: what.posterUrl === undefined ? [] : [{ src: what.posterUrl }],
  });
  const step = (details: MediaSessionActionDetails) => details.seekOffset ?? 10;
  const actions: [MediaSessionAction, MediaSessionActionHandler][] = [
    ['play', () => player.play()],
    ['pause', () => player.pause()],
    ['stop', () => player.stop()],
    ['seekbackward', (details) => player.skip(-step(details))],
    ['seekforward', (details) => player.skip(step(details))],
    ['seekto', (details) => player.seek(details.seekTime ?? 0)],
  ];
  const put = (action: MediaSessionAction, handler: MediaSessionActionHandler | null) => {
    try {
      session.setActionHandler(action, handler);
    } catch {
      // A browser throws at an action that it does not know.
    }
  };
  for (const [action, handler] of actions) put(action, handler);
  return () => {
    session.metadata = null;
    for (const [action] of actions) put(action, null);
  };
}
