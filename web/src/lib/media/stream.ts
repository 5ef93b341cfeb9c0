import type { default as HlsJs, ErrorData, HlsConfig } from 'hls.js';
import { variantOf, withToken } from './address.ts';
import { bufferedUntil } from './element.ts';
import { openNative } from './native-stream.ts';
import { levelsOf, type Quality } from './quality.ts';
import type { PlayFailure, Stream, StreamEvents, StreamSource } from './stream-types.ts';

type HlsClass = typeof HlsJs;

/** hls.js's PlaylistLevelType.MAIN, whose code is loaded later. */
const MAIN = 'main';
/** How often a media error is recovered before playback fails. */
const MAX_RECOVERIES = 2;
/** How often a refused request is retried, and after how many milliseconds: a new token may be on its way. */
const MAX_RETRIES = 4;
const RETRY_MS = 1500;
/** Seconds in the buffer for which a network that is gone is no failure: playback goes on, and so do the requests. */
const MIN_BUFFER_S = 0.5;

const CONFIG: Partial<HlsConfig> = {
  // fMP4 needs no transmuxing, and our CSP allows no worker from a blob.
  enableWorker: false,
  // Seconds kept behind the position: enough for 10 s back, and a two-hour tape does not fill the memory.
  backBufferLength: 60,
  // The first segment is one that plays, not one that only measures the network.
  testBandwidth: false,
  startFragPrefetch: true,
  // A phone's network drops to a third between two segments: each variant may use 0.8 of what was measured, a better one 0.6.
  abrBandWidthFactor: 0.8,
  abrBandWidthUpFactor: 0.6,
};

/**
 * Bits per second. The first stream of a window starts with the smallest variant, whose first frame is there at once; the next one with a variant
 * for what the last one measured.
 */
let bandwidth = 300_000;

/** Loads hls.js; undefined if it cannot be fetched. */
export const loadHls = (): Promise<HlsClass | undefined> =>
  import('hls.js').then(
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
    ...CONFIG,
    abrEwmaDefaultEstimate: bandwidth,
    capLevelToPlayerSize: source.quality !== 'saving',
    // Also 0: a stream that grows while it is processed would start at its end.
    startPosition: source.at,
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
    bandwidth = hls.bandwidthEstimate;
    const variant = variantOf(frag.url);
    // Not of the sound beside a picture.
    if (variant !== undefined && frag.sn !== 'initSegment' && (frag.type as string) === MAIN) events.onvariant(variant);
  });
  hls.on(Hls.Events.ERROR, (_, data) => {
    if (!data.fatal) return;
    if (data.type === Hls.ErrorTypes.MEDIA_ERROR && recoveries++ < MAX_RECOVERIES) {
      hls.recoverMediaError();
      void element.play().catch(() => undefined);
    } else if (failureOf(Hls, data) === 'gone' && retries++ < MAX_RETRIES) {
      timer = setTimeout(retry, RETRY_MS);
    } else if (failureOf(Hls, data) === 'no-network' && bufferedUntil(element) > element.currentTime + MIN_BUFFER_S) {
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
