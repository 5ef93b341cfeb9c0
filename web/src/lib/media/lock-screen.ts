import type { Playable } from './playable.ts';

/** What a lock screen and headphones can control; times in seconds. */
interface Controls {
  play(): void;
  pause(): void;
  stop(): void;
  skip(seconds: number): void;
  seek(to: number): void;
  next(): void;
  previous(): void;
  readonly queue: { readonly hasOthers: boolean };
}

/**
 * Shows an image on the lock screen. Browsers would request its URL without CORS and keep the response in their cache, where the grid's
 * request with CORS finds and refuses it. Returns a function that removes it.
 */
function showArtwork(session: MediaSession, names: MediaMetadataInit, url: string): () => void {
  const controller = new AbortController();
  let shown: string | undefined;
  const show = async (): Promise<void> => {
    const response = await fetch(url, { signal: controller.signal });
    if (!response.ok) return;
    const image = await response.blob();
    if (controller.signal.aborted) return;
    shown = URL.createObjectURL(image);
    session.metadata = new MediaMetadata({ ...names, artwork: [{ src: shown }] });
  };
  show().catch(() => undefined);
  return () => {
    controller.abort();
    if (shown !== undefined) URL.revokeObjectURL(shown);
  };
}

/**
 * Connects a player to the lock screen and to headphones (Media Session) until the returned function is called. Does nothing in
 * browsers without Media Session.
 */
export function connectMediaSession(
  player: Controls,
  { title, artist = '', album = '', posterUrl }: Pick<Playable, 'title' | 'artist' | 'album' | 'posterUrl'>,
): () => void {
  if (!('mediaSession' in navigator)) return () => undefined;
  const session = navigator.mediaSession;
  const names = { title, artist, album };
  session.metadata = new MediaMetadata(names);
  const removeArtwork = posterUrl === undefined ? undefined : showArtwork(session, names, posterUrl);
  const step = (details: MediaSessionActionDetails) => details.seekOffset ?? 10;
  const actions: readonly (readonly [MediaSessionAction, MediaSessionActionHandler])[] = [
    ['play', () => player.play()],
    ['pause', () => player.pause()],
    ['stop', () => player.stop()],
    ['seekbackward', (details) => player.skip(-step(details))],
    ['seekforward', (details) => player.skip(step(details))],
    ['seekto', (details) => player.seek(details.seekTime ?? 0)],
    ...(player.queue.hasOthers
      ? ([
          ['previoustrack', () => player.previous()],
          ['nexttrack', () => player.next()],
        ] as const)
      : []),
  ];
  const setHandler = (action: MediaSessionAction, handler: MediaSessionActionHandler | null) => {
    try {
      session.setActionHandler(action, handler);
    } catch {
      // Browsers throw at unknown actions.
    }
  };
  for (const [action, handler] of actions) setHandler(action, handler);
  return () => {
    removeArtwork?.();
    session.metadata = null;
    for (const [action] of actions) setHandler(action, null);
  };
}
