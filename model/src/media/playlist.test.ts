import { describe, expect, test } from 'vitest';
import type { ItemId, LibraryId } from '../ids.ts';
import { MASTER, objectUrl, renditionName, variantPlaylist, chunkFile } from '../paths.ts';
import { bandwidth, masterPlaylist, mediaPlaylist, type StreamVariant } from './playlist.ts';

// The model is compiled without DOM and Node types; the tests run in Node.
declare const URL: new (url: string, base?: string) => { href: string };

const processed = {
  library: 'abcdefghij234567abcd' as LibraryId,
  item: 'abcdefghijklmnopqrstuvwxyz234567' as ItemId,
  rev: 2,
  token: '7b2f0c1e-0000-4000-8000-000000000001',
};
const folder = `r%2F${processed.library}%2F${processed.item}%2F2%2Fstream%2F`;
const access = `?alt=media&token=${processed.token}`;

const variant: StreamVariant = {
  name: '360',
  codecs: 'avc1.64001e,mp4a.40.2',
  width: 640,
  height: 360,
  frameRate: 29.97,
  chunks: [
    {
      index: 0,
      init: { offset: 0, length: 800 },
      segments: [
        { offset: 800, length: 6000, seconds: 6.006 },
        { offset: 6800, length: 9000, seconds: 6 },
      ],
    },
    {
      index: 1,
      isDiscontinuous: true,
      init: { offset: 0, length: 810 },
      segments: [{ offset: 810, length: 100, seconds: 0.04 }],
    },
  ],
};
const sound: StreamVariant = {
  name: 'sound',
  codecs: 'mp4a.40.2',
  chunks: [{ index: 0, init: { offset: 0, length: 600 }, segments: [{ offset: 600, length: 96_000, seconds: 6 }] }],
};

/** The attributes of a tag (RFC 8216 section 4.2): quoted values may hold commas. */
function attributesOf(line: string): Record<string, string> {
  const list = line.slice(line.indexOf(':') + 1);
  return Object.fromEntries(
    [...list.matchAll(/([A-Z0-9-]+)=("[^"]*"|[^",]*)(,|$)/g)].map(([, k = '', v = '']) => [k, v]),
  );
}

describe('a media playlist', () => {
  const text = mediaPlaylist(processed, variant);
  const lines = text.split('\n');

  test('has exactly these lines', () => {
    expect(lines).toEqual([
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      '#EXT-X-TARGETDURATION:7',
      '#EXT-X-MEDIA-SEQUENCE:0',
      '#EXT-X-PLAYLIST-TYPE:VOD',
      '#EXT-X-INDEPENDENT-SEGMENTS',
      `#EXT-X-MAP:URI="${folder}360-0.mp4${access}",BYTERANGE="800@0"`,
      '#EXTINF:6.006000,',
      '#EXT-X-BYTERANGE:6000@800',
      `${folder}360-0.mp4${access}`,
      '#EXTINF:6.000000,',
      '#EXT-X-BYTERANGE:9000@6800',
      `${folder}360-0.mp4${access}`,
      '#EXT-X-DISCONTINUITY',
      `#EXT-X-MAP:URI="${folder}360-1.mp4${access}",BYTERANGE="810@0"`,
      '#EXTINF:0.040000,',
      '#EXT-X-BYTERANGE:100@810',
      `${folder}360-1.mp4${access}`,
      '#EXT-X-ENDLIST',
      '',
    ]);
  });

  test('of a stream that still grows has no end, one target duration, and no discontinuity between equal chunks', () => {
    const chunks = [0, 1].map((index) => ({
      ...{ index, init: { offset: 0, length: 9 } },
      segments: [{ offset: 9, length: 100, seconds: 4 }],
    }));
    const growing = [1, 2].map((count) =>
      mediaPlaylist(processed, { ...variant, chunks: chunks.slice(0, count) }, false),
    );
    for (const one of growing) {
      expect(one).toContain('#EXT-X-PLAYLIST-TYPE:EVENT\n');
      expect(one).toContain('#EXT-X-TARGETDURATION:7\n');
      expect(one).toContain('#EXT-X-START:TIME-OFFSET=0\n');
      expect(one).not.toMatch(/ENDLIST|DISCONTINUITY/);
    }
    expect(growing[1]?.startsWith(growing[0] ?? ' ')).toBe(true);
  });

  test('has a target duration that no rounded duration exceeds (RFC 8216 section 4.3.3.1)', () => {
    const target = Number(/TARGETDURATION:(\d+)\n/.exec(text)?.[1]);
    for (const [, seconds] of text.matchAll(/#EXTINF:([\d.]+),/g))
      expect(Math.round(Number(seconds))).toBeLessThanOrEqual(target);
  });

  test('has a target duration of at least one second', () => {
    const short = { ...variant, chunks: variant.chunks.slice(1) };
    expect(mediaPlaylist(processed, short)).toContain('#EXT-X-TARGETDURATION:1\n');
  });
});

describe('the master playlist', () => {
  const lines = masterPlaylist(processed, [variant, sound]).split('\n');

  test('lists each variant with its measured attributes', () => {
    expect(lines.slice(0, 3)).toEqual(['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS']);
    expect(attributesOf(lines[3] ?? '')).toEqual({
      BANDWIDTH: '12053',
      'AVERAGE-BANDWIDTH': String(Math.ceil((15_100 * 8) / 12.046)),
      CODECS: '"avc1.64001e,mp4a.40.2"',
      RESOLUTION: '640x360',
      'FRAME-RATE': '29.970',
    });
    expect(lines[4]).toBe(`${folder}360.m3u8${access}`);
    expect(attributesOf(lines[5] ?? '')).toEqual({
      BANDWIDTH: '128000',
      'AVERAGE-BANDWIDTH': '128000',
      CODECS: '"mp4a.40.2"',
    });
    expect(lines.slice(6)).toEqual([`${folder}sound.m3u8${access}`, '']);
  });

  test('gives picture-only variants their sound, and counts it', () => {
    const [media = '', stream = ''] = masterPlaylist(processed, [{ ...variant, codecs: 'avc1.64001e' }], sound)
      .split('\n')
      .slice(3);
    expect(attributesOf(media)).toMatchObject({
      TYPE: 'AUDIO',
      'GROUP-ID': '"sound"',
      DEFAULT: 'YES',
      URI: `"${folder}sound.m3u8${access}"`,
    });
    expect(attributesOf(stream)).toMatchObject({
      BANDWIDTH: String(12_053 + 128_000),
      CODECS: '"avc1.64001e,mp4a.40.2"',
      AUDIO: '"sound"',
    });
  });

  test('omits RESOLUTION if only one side is known', () => {
    for (const side of [{ width: 640 }, { height: 360 }]) {
      expect(masterPlaylist(processed, [{ ...sound, ...side }])).not.toContain('RESOLUTION');
    }
  });
});

describe('a URI in a playlist', () => {
  const host = 'https://firebasestorage.googleapis.com';
  const urlOf = (file: 'stream/master.m3u8' | ReturnType<typeof variantPlaylist>): string =>
    objectUrl(host, 'demo-maru-renditions', renditionName(processed.library, processed.item, 2, file), processed.token);

  test.each([host, 'http://127.0.0.1:9199'])('resolves to the URL of the object on %s', (origin) => {
    const master = urlOf(MASTER).replace(host, origin);
    const [uri = ''] = masterPlaylist(processed, [variant])
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(new URL(uri, master).href).toBe(urlOf(variantPlaylist('360')).replace(host, origin));
    const playlist = new URL(uri, master).href;
    const map = attributesOf(
      mediaPlaylist(processed, variant)
        .split('\n')
        .find((line) => line.startsWith('#EXT-X-MAP')) ?? '',
    );
    expect(new URL((map['URI'] ?? '').slice(1, -1), playlist).href).toBe(
      urlOf(chunkFile('360', 0)).replace(host, origin),
    );
  });
});

describe('the bandwidth of a variant', () => {
  const withSegments = (...segments: { length: number; seconds: number }[]): StreamVariant => ({
    ...sound,
    chunks: [{ index: 0, init: { offset: 0, length: 0 }, segments: segments.map((s) => ({ ...s, offset: 0 })) }],
  });

  test('peaks at the segment with the highest bit rate', () => {
    expect(bandwidth(withSegments({ length: 750, seconds: 6 }, { length: 1500, seconds: 6 }))).toEqual({
      peak: 2000,
      average: 1500,
    });
  });

  test('ignores a last segment of a few frames', () => {
    expect(bandwidth(withSegments({ length: 750, seconds: 6 }, { length: 1000, seconds: 0.1 })).peak).toBeLessThan(
      3000,
    );
  });

  test('includes segments that last at least half of the target duration, alone or together', () => {
    expect(bandwidth(withSegments({ length: 750, seconds: 6 }, { length: 3000, seconds: 3 })).peak).toBe(8000);
    expect(bandwidth(withSegments({ length: 750, seconds: 6 }, { length: 2500, seconds: 2.5 })).peak).toBe(3059);
    const busy = { length: 2000, seconds: 2 };
    expect(bandwidth(withSegments({ length: 750, seconds: 6 }, busy, busy)).peak).toBe(8000);
    // Rounded up: a declared peak must not be below the measured one.
    expect(bandwidth(withSegments({ length: 1, seconds: 3 }, { length: 1, seconds: 6 })).peak).toBe(3);
  });

  test('has a peak of at least its average, and is 0 without segments', () => {
    const short = bandwidth(withSegments({ length: 1000, seconds: 0.5 }));
    expect(short).toEqual({ peak: 16_000, average: 16_000 });
    expect(bandwidth(withSegments())).toEqual({ peak: 0, average: 0 });
  });
});
