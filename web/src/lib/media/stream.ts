import type { default as HlsJs, ErrorData } from 'hls.js';
import { variantOf, withToken } from './address.ts';
import { levelsOf, type Quality } from './quality.ts';

type HlsClass = typeof HlsJs;

/** Why playback failed. `gone`: the media was deleted or access was revoked. `unplayable`: this browser cannot decode it. */
export type PlayFailure = 'no-network' | 'gone' | 'unplayable';

/** The source of a stream. `token` returns the current download token; `at` is the start position in seconds. */
export interface StreamSource {
  readonly masterUrl: string;
  readonly token: () => string;
  readonly at: number;
  readonly quality: Quality;
}

/** The events of a stream. Variants are names, best first. */
export interface StreamEvents {
  readonly onvariants: (variants: readonly string[]) => void;
  /** The variant of the last fetched segment. */
  readonly onvariant: (variant: string) => void;
  readonly onfailure: (failure: PlayFailure) => void;
}

/** A stream on a media element. */
export interface Stream {
  /** Plays in another quality from the next segment on. */
  choose(quality: Quality): void;
  /** Frames per second of the variant that is playing; undefined if it is not known. */
  frameRate(): number | undefined;
  /** Detaches the stream from the element. */
  close(): void;
}

/** How often a media error is recovered before playback fails. */
const MAX_RECOVERIES = 2;
/** How often a refused request is retried, and after how many milliseconds: a new token may be on its way. */
const MAX_RETRIES = 4;
const RETRY_MS = 1500;
const NATIVE = 'application/vnd.apple.mpegurl';

/** Loads hls.js; undefined if it cannot be fetched. */
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
 * Attaches a stream to `element`: by hls.js where the browser has Media Source, else by the browser's own HLS support. Every request
 * takes its token from `source`.
 */
export function openStream(
  Hls: HlsClass,
  element: HTMLMediaElement,
  source: StreamSource,
  events: StreamEvents,
): Stream {
  if (!Hls.isSupported()) return openNative(element, source, events);
  const hls = new Hls({
    // fMP4 needs no transmuxing, and our CSP allows no worker from a blob.
    enableWorker: false,
    capLevelToPlayerSize: source.quality !== 'saving',
    // Seconds kept behind the position: enough for 10 s back, and a two-hour tape does not fill the memory.
    backBufferLength: 60,
    startPosition: source.at > 0 ? source.at : -1,
    xhrSetup: (xhr, url) => {
      xhr.open('GET', withToken(url, source.token()), true);
    },
  });
  const variantAt = (level: number) => variantOf(hls.levels[level]?.url[0] ?? '');
  const choose = (quality: Quality): void => {
    const levels = hls.levels.map(({ width, height }, level) => ({ name: variantAt(level), width, height }));
    const { fixed, cap } = levelsOf(quality, levels);
    // No more pixels than the element shows. hls.js caps the levels for it, so it would undo another cap.
    hls.capLevelToPlayerSize = cap < 0;
    if (cap >= 0) hls.autoLevelCapping = cap;
    hls.nextLevel = fixed;
  };
  let recoveries = 0;
  let retries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const retry = (): void => {
    if (hls.levels.length === 0) hls.loadSource(source.masterUrl);
    else hls.startLoad();
  };
  hls.on(Hls.Events.MANIFEST_PARSED, () => {
    events.onvariants(hls.levels.flatMap((_, level) => variantAt(level) ?? []).reverse());
    if (source.quality !== 'auto') choose(source.quality);
  });
  hls.on(Hls.Events.FRAG_LOADED, (_, { frag }) => {
    retries = 0;
    const variant = variantOf(frag.url);
    if (variant !== undefined && frag.sn !== 'initSegment') events.onvariant(variant);
  });
  hls.on(Hls.Events.ERROR, (_, data) => {
    if (!data.fatal) return;
    if (data.type === Hls.ErrorTypes.MEDIA_ERROR && recoveries++ < MAX_RECOVERIES) {
      hls.recoverMediaError();
      void element.play().catch(() => undefined);
    } else if (failureOf(Hls, data) === 'gone' && retries++ < MAX_RETRIES) {
      timer = setTimeout(retry, RETRY_MS);
    } else {
      events.onfailure(failureOf(Hls, data));
    }
  });
  hls.loadSource(source.masterUrl);
  hls.attachMedia(element);
  return {
    choose,
    frameRate: () => hls.levels[hls.currentLevel]?.frameRate || undefined,
    close: () => {
      clearTimeout(timer);
      hls.destroy();
    },
  };
}

/** The browser takes the tokens from the playlist: when they are refused, it gets a new playlist. */
function openNative(element: HTMLMediaElement, source: StreamSource, events: StreamEvents): Stream {
  if (element.canPlayType(NATIVE) === '') events.onfailure('unplayable');
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
