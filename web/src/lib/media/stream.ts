import type { default as HlsJs, ErrorData } from 'hls.js';
import { rungOf, tokenised } from './address.ts';

type HlsClass = typeof HlsJs;

/**
 * Why something does not play; each has its words. `gone`: it was taken away, or is no longer shared with this person.
 * `unplayable`: this browser cannot show it.
 */
export type PlayFailure = 'no-network' | 'gone' | 'unplayable';

/** Where a stream comes from: `token` is the current download token, `at` the second to begin at. */
export interface StreamSource {
  readonly masterUrl: string;
  readonly token: () => string;
  readonly at: number;
}

/** What a stream says while it plays. Rungs by their names, best first. */
export interface StreamEvents {
  readonly onrungs: (rungs: readonly string[]) => void;
  /** The rung of the segment that was fetched last. */
  readonly onrung: (rung: string) => void;
  readonly onfailure: (failure: PlayFailure) => void;
}

/** A stream on a media element. */
export interface Stream {
  /** Keeps to one rung from the next segment on; `auto` lets the connection decide. */
  choose(rung: string): void;
  /** Takes the stream off the element. */
  close(): void;
}

/** How often a decoder that stumbles is set up anew before we say that it cannot be played. */
const MENDS = 2;
/** How often what was refused is asked for again, and after how long: a new token may be on its way. */
const REFUSALS = 4;
const REFUSAL_MS = 1500;
const NATIVE = 'application/vnd.apple.mpegurl';

/** hls.js, loaded when first asked for; undefined where it could not be fetched. */
export const loadHls = (): Promise<HlsClass | undefined> =>
  import('hls.js/light').then(
    (module) => module.default,
    () => undefined,
  );

function failureOf(Hls: HlsClass, data: Pick<ErrorData, 'type' | 'response'>): PlayFailure {
  if (data.type !== Hls.ErrorTypes.NETWORK_ERROR) return 'unplayable';
  const code = data.response?.code ?? 0;
  return code >= 400 && code < 500 ? 'gone' : 'no-network';
}

/**
 * Puts a stream on `element`: by hls.js where the browser has Media Source, else as the browser itself plays HLS.
 * `token` is asked at every request; `at` is the second to begin at.
 */
export function openStream(Hls: HlsClass, element: HTMLMediaElement, from: StreamSource, events: StreamEvents): Stream {
  if (!Hls.isSupported()) return openNative(element, from, events);
  const hls = new Hls({
    // fMP4 passes through as it is: a worker would only cost a copy, and ours may come from no blob (CSP).
    enableWorker: false,
    // A small frame is sent no more than it shows.
    capLevelToPlayerSize: true,
    // Seconds behind the picture that stay in memory: ±10 s is at hand, a two-hour tape does not fill a phone.
    backBufferLength: 60,
    startPosition: from.at > 0 ? from.at : -1,
    xhrSetup: (xhr, url) => {
      xhr.open('GET', tokenised(url, from.token()), true);
    },
  });
  const rungAt = (level: number) => rungOf(hls.levels[level]?.url[0] ?? '');
  let mends = 0;
  let refusals = 0;
  let again: ReturnType<typeof setTimeout> | undefined;
  const askAgain = (): void => {
    if (hls.levels.length === 0) hls.loadSource(from.masterUrl);
    else hls.startLoad();
  };
  hls.on(Hls.Events.MANIFEST_PARSED, () => {
    events.onrungs(hls.levels.flatMap((_, level) => rungAt(level) ?? []).reverse());
  });
  hls.on(Hls.Events.FRAG_LOADED, (_, { frag }) => {
    refusals = 0;
    const rung = rungOf(frag.url);
    if (rung !== undefined && frag.sn !== 'initSegment') events.onrung(rung);
  });
  hls.on(Hls.Events.ERROR, (_, data) => {
    if (!data.fatal) return;
    if (data.type === Hls.ErrorTypes.MEDIA_ERROR && mends++ < MENDS) {
      hls.recoverMediaError();
      void element.play().catch(() => undefined);
    } else if (failureOf(Hls, data) === 'gone' && refusals++ < REFUSALS) {
      again = setTimeout(askAgain, REFUSAL_MS);
    } else {
      events.onfailure(failureOf(Hls, data));
    }
  });
  hls.loadSource(from.masterUrl);
  hls.attachMedia(element);
  return {
    choose: (rung) => {
      hls.nextLevel = hls.levels.findIndex((_, level) => rungAt(level) === rung);
    },
    close: () => {
      clearTimeout(again);
      hls.destroy();
    },
  };
}

/** The browser reads the tokens in the playlist that it has: when they are refused, it is given a playlist of now. */
function openNative(element: HTMLMediaElement, from: StreamSource, events: StreamEvents): Stream {
  if (element.canPlayType(NATIVE) === '') events.onfailure('unplayable');
  const stop = new AbortController();
  const { signal } = stop;
  let token = '';
  const open = (at: number): void => {
    token = from.token();
    element.addEventListener('loadedmetadata', () => (element.currentTime = at), { signal, once: true });
    element.src = tokenised(from.masterUrl, token);
  };
  const stumbled = (): void => {
    if (from.token() === token) {
      events.onfailure(navigator.onLine ? 'unplayable' : 'no-network');
      return;
    }
    open(element.currentTime);
    void element.play().catch(() => undefined);
  };
  element.addEventListener('error', stumbled, { signal });
  open(from.at);
  return {
    choose: () => undefined,
    close: () => {
      stop.abort();
      element.removeAttribute('src');
      element.load();
    },
  };
}
