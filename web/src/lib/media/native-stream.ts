import { withToken } from './address.ts';
import type { Stream, StreamEvents, StreamSource } from './stream-types.ts';

const TYPE = 'application/vnd.apple.mpegurl';

/** Plays a stream by the browser's own HLS. It takes the tokens from the playlist: when they are refused, it gets a new playlist. */
export function openNative(element: HTMLMediaElement, source: StreamSource, events: StreamEvents): Stream {
  if (element.canPlayType(TYPE) === '') events.onfailure('unplayable');
  const stop = new AbortController();
  const { signal } = stop;
  let token = '';
  const open = (at: number): void => {
    token = source.token();
    // WebKitGTK never ends a seek to 0 before it has a frame.
    if (at > 0) element.addEventListener('loadedmetadata', () => (element.currentTime = at), { signal, once: true });
    element.src = withToken(source.masterUrl, token);
  };
  const onError = (): void => {
    if (source.token() === token) {
      events.onfailure(navigator.onLine ? 'unplayable' : 'no-network');
      return;
    }
    open(element.currentTime);
    void element.play().catch(() => undefined);
  };
  element.addEventListener('error', onError, { signal });
  open(source.at);
  return {
    choose: () => undefined,
    frameRate: () => undefined,
    close: () => {
      stop.abort();
      element.removeAttribute('src');
      element.load();
    },
  };
}
