import { MASTER, objectUrl, renditionName, variantPlaylist, chunkFile, type ItemId, type LibraryId } from '@maru/model';
import Hls from 'hls.js/light';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStream, type Stream } from './stream.ts';

const urlOf = (file: Parameters<typeof renditionName>[3], token = 'old') =>
  objectUrl(
    'https://s.example',
    'b',
    renditionName('a'.repeat(20) as LibraryId, 'b'.repeat(32) as ItemId, 1, file),
    token,
  );

// hls.js itself, kept from the network: what it asks for and what it is told goes by its own events.
let hls: Hls;
const mended = vi.fn();
class Quiet extends Hls {
  constructor(config: ConstructorParameters<typeof Hls>[0]) {
    super(config);
    this.removeAllListeners();
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- openStream keeps it to itself
    hls = this;
  }
  static override isSupported = () => true;
  override loadSource = vi.fn();
  override attachMedia = vi.fn();
  override recoverMediaError = mended;
  override get levels(): Hls['levels'] {
    return ['360', '1080'].map((rung) => ({ url: [urlOf(variantPlaylist(rung))] }) as never);
  }
}

const events = { onrungs: vi.fn(), onrung: vi.fn(), onfailure: vi.fn() };
let token = 'old';
let stream: Stream;
beforeEach(() => {
  token = 'old';
  const from = { masterUrl: urlOf(MASTER), token: () => token, at: 0 };
  stream = openStream(Quiet, document.createElement('video'), from, events);
});
afterEach(() => {
  stream.close();
  vi.clearAllMocks();
});
const fail = (type: string, response?: { code: number }) => {
  hls.trigger(Hls.Events.ERROR, { type, fatal: true, response, error: new Error(type) } as never);
};

test('every request carries the token of now', async () => {
  const open = vi.fn();
  const xhr = { open } as unknown as XMLHttpRequest;
  token = 'fresh';
  await hls.config.xhrSetup?.(xhr, urlOf(chunkFile('360', 0)), {} as never);
  expect(open).toHaveBeenCalledExactlyOnceWith('GET', urlOf(chunkFile('360', 0), 'fresh'), true);
});

test('says the rungs best first, and the one of each segment that came', () => {
  hls.trigger(Hls.Events.MANIFEST_PARSED, {} as never);
  expect(events.onrungs).toHaveBeenCalledExactlyOnceWith(['1080', '360']);
  const url = urlOf(chunkFile('1080', 3));
  hls.trigger(Hls.Events.FRAG_LOADED, { frag: { url, sn: 'initSegment' } } as never);
  expect(events.onrung).not.toHaveBeenCalled();
  hls.trigger(Hls.Events.FRAG_LOADED, { frag: { url, sn: 4 } } as never);
  expect(events.onrung).toHaveBeenCalledExactlyOnceWith('1080');
});

test('sets a decoder that stumbles up anew, twice, and then says so', () => {
  fail('mediaError');
  fail('mediaError');
  expect(mended).toHaveBeenCalledTimes(2);
  expect(events.onfailure).not.toHaveBeenCalled();
  fail('mediaError');
  expect(events.onfailure).toHaveBeenCalledExactlyOnceWith('unplayable');
});

test.each([
  [{ code: 0 }, 'no-network'],
  [undefined, 'no-network'],
  [{ code: 503 }, 'no-network'],
])('a request that ended with %o: %s', (response, failure) => {
  fail('networkError', response);
  expect(events.onfailure).toHaveBeenCalledExactlyOnceWith(failure);
});

test.each([403, 404])(
  'what ended with %i is asked for again by the token of then, and only after a while it is gone',
  (code) => {
    vi.useFakeTimers();
    const again = vi.spyOn(hls, 'startLoad').mockReturnValue();
    for (let time = 1; time <= 4; time += 1) {
      fail('networkError', { code });
      vi.advanceTimersByTime(1500);
      expect(again).toHaveBeenCalledTimes(time);
    }
    expect(events.onfailure).not.toHaveBeenCalled();
    fail('networkError', { code });
    expect(events.onfailure).toHaveBeenCalledExactlyOnceWith('gone');
    vi.useRealTimers();
  },
);
