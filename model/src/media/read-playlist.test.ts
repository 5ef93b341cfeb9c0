import { expect, test } from 'vitest';
import type { ItemId, LibraryId } from '../ids.ts';
import { renditionName } from '../paths.ts';
import { playlistsOf, type StreamVariant } from './playlist.ts';
import { readMaster, readMediaPlaylist } from './read-playlist.ts';

const [library, item] = ['a'.repeat(20) as LibraryId, 'b'.repeat(32) as ItemId];
const init = { offset: 0, length: 800 };
const picture: StreamVariant = {
  ...{ name: '480', codecs: 'avc1.64001e', width: 640, height: 480, frameRate: 59.94 },
  chunks: [
    {
      ...{ index: 0, init },
      segments: [
        { offset: 800, length: 5000, seconds: 6.006 },
        { offset: 5800, length: 4000, seconds: 6.006 },
      ],
    },
    { ...{ index: 1, init, isDiscontinuous: true }, segments: [{ offset: 800, length: 900, seconds: 1.5 }] },
  ],
};
const sound: StreamVariant = {
  ...{ name: 'sound', codecs: 'mp4a.40.2' },
  chunks: [{ index: 0, init, segments: [{ offset: 800, length: 700, seconds: 5.994667 }] }],
};

test('reads what was written', () => {
  const processed = { library, item, rev: 3, token: 't-1' };
  const [variant = '', , master = ''] = playlistsOf(processed, { variants: [picture], sound }).map(([, text]) => text);
  expect(readMaster(master)).toEqual({
    variants: [{ name: '480', width: 640, height: 480, frameRate: 59.94 }],
    sound: { name: 'sound' },
  });
  const name = (index: number) => renditionName(library, item, 3, `stream/480-${index}.mp4`);
  expect(readMediaPlaylist(variant)).toEqual([
    { name: name(0), offset: 800, length: 5000, init, start: 0, seconds: 6.006 },
    { name: name(0), offset: 5800, length: 4000, init, start: 6.006, seconds: 6.006 },
    { name: name(1), offset: 800, length: 900, init, start: 12.012, seconds: 1.5, isDiscontinuous: true },
  ]);
  expect(readMaster('').variants).toEqual([]);
  expect(readMediaPlaylist('#EXTM3U\n')).toEqual([]);
});
