import { MASTER, objectUrl, renditionName, variantPlaylist, chunkFile, type ItemId, type LibraryId } from '@maru/model';
import Hls from 'hls.js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStream } from './stream.ts';
import type { Stream } from './stream-types.ts';

const urlOf = (file: Parameters<typeof renditionName>[3], token = 'old') =>
  objectUrl(
    'https://s.example',
    'b',
    renditionName('a'.repeat(20) as LibraryId, 'b'.repeat(32) as ItemId, 1, file),
    token,
  );

// hls.js without a network: the tests trigger its events.
let hls: Hls;
const recover = vi.fn();
class OfflineHls extends Hls {
  constructor(config: ConstructorParameters<typeof Hls>[0]) {
    super(config);
    this.removeAllListeners();
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- openStream does not return it
    hls = this;
  }
  static override isSupported = () => true;
  override loadSource = vi.fn();
  override attachMedia = vi.fn();
  override recoverMediaError = recover;
  override get levels(): Hls['levels'] {
    return ['360', '1080'].map((variant) => ({ url: [urlOf(variantPlaylist(variant))] }) as never);
  }
}

const events = { onvariants: vi.fn(), onvariant: vi.fn(), onfailure: vi.fn() };
let token = 'old';
let stream: Stream;
let video: HTMLVideoElement;
beforeEach(() => {
  video = document.createElement('video');
  token = 'old';
  const from = { masterUrl: urlOf(MASTER), token: () => token, at: 0, quality: 'auto' };
  stream = openStream(OfflineHls, video, from, events);
});
afterEach(() => {
  stream.close();
  vi.clearAllMocks();
});
const fail = (type: string, response?: { code: number }) => {
  hls.trigger(Hls.Events.ERROR, { type, fatal: true, response, error: new Error(type) } as never);
};

test('every request has the current token', async () => {
  const open = vi.fn();
  const xhr = { open } as unknown as XMLHttpRequest;
  token = 'fresh';
  await hls.config.xhrSetup?.(xhr, urlOf(chunkFile('360', 0)), {} as never);
  expect(open).toHaveBeenCalledExactlyOnceWith('GET', urlOf(chunkFile('360', 0), 'fresh'), true);
});

test('reports the variants best first, and the variant of each fetched segment', () => {
  hls.trigger(Hls.Events.MANIFEST_PARSED, {} as never);
  expect(events.onvariants).toHaveBeenCalledExactlyOnceWith(['1080', '360']);
  const url = urlOf(chunkFile('1080', 3));
  hls.trigger(Hls.Events.FRAG_LOADED, { frag: { url, sn: 'initSegment', type: 'main' } } as never);
  expect(events.onvariant).not.toHaveBeenCalled();
  hls.trigger(Hls.Events.FRAG_LOADED, { frag: { url: urlOf(chunkFile('sound', 3)), sn: 4, type: 'audio' } } as never);
  expect(events.onvariant).not.toHaveBeenCalled();
  hls.trigger(Hls.Events.FRAG_LOADED, { frag: { url, sn: 4, type: 'main' } } as never);
  expect(events.onvariant).toHaveBeenCalledExactlyOnceWith('1080');
});

test('recovers from two media errors and fails at the third', () => {
  fail('mediaError');
  fail('mediaError');
  expect(recover).toHaveBeenCalledTimes(2);
  expect(events.onfailure).not.toHaveBeenCalled();
  fail('mediaError');
  expect(events.onfailure).toHaveBeenCalledExactlyOnceWith('unplayable');
});

test.each([
  [{ code: 0 }, 'no-network'],
  [undefined, 'no-network'],
  [{ code: 503 }, 'no-network'],
])('a request that fails with %o: %s', (response, failure) => {
  fail('networkError', response);
  expect(events.onfailure).toHaveBeenCalledExactlyOnceWith(failure);
});

test.each([403, 404])('retries a request refused with %i, then reports it as gone', (code) => {
  vi.useFakeTimers();
  const startLoad = vi.spyOn(hls, 'startLoad').mockReturnValue();
  for (let time = 1; time <= 4; time += 1) {
    fail('networkError', { code });
    vi.advanceTimersByTime(1500);
    expect(startLoad).toHaveBeenCalledTimes(time);
  }
  expect(events.onfailure).not.toHaveBeenCalled();
  fail('networkError', { code });
  expect(events.onfailure).toHaveBeenCalledExactlyOnceWith('gone');
  vi.useRealTimers();
});

test('while something is buffered, a network that is gone is no failure', () => {
  vi.useFakeTimers();
  const startLoad = vi.spyOn(hls, 'startLoad').mockReturnValue();
  const buffered = { length: 1, start: () => 0, end: () => 8 };
  vi.spyOn(video, 'buffered', 'get').mockReturnValue(buffered);
  const currentTime = vi.spyOn(video, 'currentTime', 'get').mockReturnValue(2);
  for (let time = 1; time <= 9; time += 1) {
    fail('networkError', { code: 0 });
    vi.advanceTimersByTime(1500);
    expect(startLoad).toHaveBeenCalledTimes(time);
  }
  expect(events.onfailure).not.toHaveBeenCalled();
  currentTime.mockReturnValue(8);
  fail('networkError', { code: 0 });
  expect(events.onfailure).toHaveBeenCalledExactlyOnceWith('no-network');
  vi.useRealTimers();
});
