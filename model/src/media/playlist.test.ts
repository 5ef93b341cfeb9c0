import { describe, expect, test } from 'vitest';
import type { ItemId, LibraryId } from '../ids.ts';
import { MASTER, objectUrl, renditionName, variantPlaylist, chunkFile } from '../paths.ts';
import { bandwidth, masterPlaylist, mediaPlaylist, type StreamVariant } from './playlist.ts';

// The model's world has neither DOM nor Node; tests run in one that has this.
declare const URL: new (url: string, base?: string) => { href: string };

const making = {
  library: 'abcdefghij234567abcd' as LibraryId,
  item: 'abcdefghijklmnopqrstuvwxyz234567' as ItemId,
  rev: 2,
  token: '7b2f0c1e-0000-4000-8000-000000000001',
};
const folder = `r%2F${making.library}%2F${making.item}%2F2%2Fstream%2F`;
const access = `?alt=media&token=${making.token}`;

const rung: StreamVariant = {
  name: '360',
  codecs: 'avc1.64001e,mp4a.40.2',
  width: 640,
  height: 360,
  frameRate: 29.97,
  slices: [
    {
      index: 0,
      init: { offset: 0, length: 800 },
      segments: [
        { offset: 800, length: 6000, seconds: 6.006 },
        { offset: 6800, length: 9000, seconds: 6 },
      ],
    },
    { index: 1, init: { offset: 0, length: 810 }, segments: [{ offset: 810, length: 100, seconds: 0.04 }] },
  ],
};
const sound: StreamVariant = {
  name: 'sound',
  codecs: 'mp4a.40.2',
  slices: [{ index: 0, init: { offset: 0, length: 600 }, segments: [{ offset: 600, length: 96_000, seconds: 6 }] }],
};

/** The attributes of a tag (RFC 8216 section 4.2): quoted values may hold commas. */
function attributesOf(line: string): Record<string, string> {
  const list = line.slice(line.indexOf(':') + 1);
  return Object.fromEntries(
    [...list.matchAll(/([A-Z0-9-]+)=("[^"]*"|[^",]*)(,|$)/g)].map(([, k = '', v = '']) => [k, v]),
  );
}

describe('a media playlist', () => {
  const text = mediaPlaylist(making, rung);
  const lines = text.split('\n');

  test('is these lines and no other', () => {
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

  test('has a target that no rounded duration exceeds (RFC 8216 section 4.3.3.1)', () => {
    const target = Number(/TARGETDURATION:(\d+)\n/.exec(text)?.[1]);
    for (const [, seconds] of text.matchAll(/#EXTINF:([\d.]+),/g))
      expect(Math.round(Number(seconds))).toBeLessThanOrEqual(target);
  });

  test('has a target of a second at least', () => {
    const short = { ...rung, slices: rung.slices.slice(1) };
    expect(mediaPlaylist(making, short)).toContain('#EXT-X-TARGETDURATION:1\n');
  });
});

describe('the master playlist', () => {
  const lines = masterPlaylist(making, [rung, sound]).split('\n');

  test('names each rung in turn, with what was measured', () => {
    expect(lines.slice(0, 3)).toEqual(['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS']);
    expect(attributesOf(lines[3] ?? '')).toEqual({
      BANDWIDTH: '12000',
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

  test('says no size where one side only is known', () => {
    for (const side of [{ width: 640 }, { height: 360 }]) {
      expect(masterPlaylist(making, [{ ...sound, ...side }])).not.toContain('RESOLUTION');
    }
  });
});

describe('a URI in a playlist', () => {
  const host = 'https://firebasestorage.googleapis.com';
  const urlOf = (file: 'stream/master.m3u8' | ReturnType<typeof variantPlaylist>): string =>
    objectUrl(host, 'demo-maru-renditions', renditionName(making.library, making.item, 2, file), making.token);

  test.each([host, 'http://127.0.0.1:9199'])('resolves to the object’s own URL on %s', (at) => {
    const master = urlOf(MASTER).replace(host, at);
    const [uri = ''] = masterPlaylist(making, [rung])
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(new URL(uri, master).href).toBe(urlOf(variantPlaylist('360')).replace(host, at));
    const playlist = new URL(uri, master).href;
    const map = attributesOf(
      mediaPlaylist(making, rung)
        .split('\n')
        .find((line) => line.startsWith('#EXT-X-MAP')) ?? '',
    );
    expect(new URL((map['URI'] ?? '').slice(1, -1), playlist).href).toBe(urlOf(chunkFile('360', 0)).replace(host, at));
  });
});

describe('the rate of a rung', () => {
  const of = (...segments: { length: number; seconds: number }[]): StreamVariant => ({
    ...sound,
    slices: [{ index: 0, init: { offset: 0, length: 0 }, segments: segments.map((s) => ({ ...s, offset: 0 })) }],
  });

  test('peaks at its hungriest segment, over all slices', () => {
    expect(bandwidth(of({ length: 750, seconds: 6 }, { length: 1500, seconds: 6 }))).toEqual({
      peak: 2000,
      average: 1500,
    });
  });

  test('is not told by a last segment of a few frames', () => {
    expect(bandwidth(of({ length: 750, seconds: 6 }, { length: 1000, seconds: 0.1 })).peak).toBeLessThan(3000);
  });

  test('is told by a segment of a second', () => {
    expect(bandwidth(of({ length: 750, seconds: 6 }, { length: 1000, seconds: 1 })).peak).toBe(8000);
    // Rounded up: a peak is not below what is measured.
    expect(bandwidth(of({ length: 1, seconds: 3 }, { length: 1, seconds: 7 })).peak).toBe(3);
  });

  test('peaks no lower than its average, and is nothing for nothing', () => {
    const short = bandwidth(of({ length: 1000, seconds: 0.5 }));
    expect(short).toEqual({ peak: 16_000, average: 16_000 });
    expect(bandwidth(of())).toEqual({ peak: 0, average: 0 });
  });
});
