import { describe, expect, test } from 'vitest';
import { readEntry, writeEntry } from './entry.ts';
import { ALL, type AlbumId, type Uid } from '../ids.ts';
import type { Item, MediaInfo } from './item.ts';
import { BadDocument } from '../schema.ts';

const photo: MediaInfo = {
  kind: 'photo',
  format: 'jpeg',
  width: 4032,
  height: 3024,
  thumbhash: 'abc',
  phash: 'ff00ff00ff00ff00',
  panorama: { left: 0.25, top: 0.25, width: 0.5, height: 0.5 },
  variants: [],
  takenAt: { local: '2019-05-03T14:10:00', offset: 540, precision: 'second', source: 'exif' },
  caption: '바다에서',
};
const itemOf = (mediaInfo: MediaInfo): Item & { mediaInfo: MediaInfo; token: string } => ({
  state: 'ready',
  uploader: 'u1' as Uid,
  fileName: 'IMG_secret.jpg',
  size: 123_456,
  albums: [ALL],
  addedAt: 5,
  rev: 3,
  token: 't',
  mediaInfo,
});

describe('writeEntry and readEntry', () => {
  test('preserve a photo', () => {
    expect(readEntry(writeEntry(itemOf(photo), ALL))).toEqual({
      kind: 'photo',
      state: 'ready',
      by: 'u1',
      rev: 3,
      token: 't',
      ratio: 4032 / 3024,
      width: 4032,
      height: 3024,
      thumbhash: 'abc',
      phash: 'ff00ff00ff00ff00',
      panorama: photo.panorama,
      takenAt: photo.takenAt,
      caption: '바다에서',
      variants: [],
      addedAt: 5,
    });
  });

  test('preserve duration and variants of a video', () => {
    const entry = readEntry(
      writeEntry(itemOf({ ...photo, kind: 'video', duration: 9, variants: ['1080', '360'] }), ALL),
    );
    expect(entry).toMatchObject({ kind: 'video', duration: 9, variants: ['1080', '360'] });
  });

  test('give a sound the ratio 1 and no size', () => {
    const entry = readEntry(
      writeEntry(itemOf({ kind: 'sound', format: 'mp3', duration: 3, variants: ['sound'] }), ALL),
    );
    expect(entry).toEqual({
      kind: 'sound',
      state: 'ready',
      by: 'u1',
      rev: 3,
      token: 't',
      ratio: 1,
      duration: 3,
      variants: ['sound'],
      addedAt: 5,
    });
  });

  test('mark an unsupported photo and give it the ratio 1', () => {
    const unsupported: MediaInfo = { kind: 'photo', format: 'dng', variants: [], isUnsupported: true };
    const entry = readEntry(writeEntry(itemOf(unsupported), ALL));
    expect(entry).toMatchObject({ isUnsupported: true, ratio: 1, variants: [] });
  });

  test('omit the size if only one side is known', () => {
    for (const mediaInfo of [{ width: 5 }, { height: 5 }]) {
      const entry = readEntry(writeEntry(itemOf({ kind: 'video', format: 'mp4', variants: [], ...mediaInfo }), ALL));
      expect([entry.ratio, entry.width, entry.height]).toEqual([1, undefined, undefined]);
    }
  });

  test('omit file name, folder, file size, albums, location, camera and people', () => {
    const place = { latitude: 38.1, longitude: 128.4 };
    const scan = { local: '2024-01-02T10:00:00', precision: 'second', source: 'exif' } as const;
    const hidden = { place, placeName: 'secret', camera: 'secret', people: ['secret'], digitizedAt: scan };
    const text = JSON.stringify(writeEntry({ ...itemOf({ ...photo, ...hidden }), folder: 'secret' }, ALL));
    expect(text).not.toMatch(/secret|38\.1|2024/);
    expect(text).not.toContain('123456');
    expect(Object.keys(JSON.parse(text) as object)).not.toContain('albums');
  });

  test('write no undefined fields', () => {
    const minimal: MediaInfo = { kind: 'sound', format: 'mp3', variants: [] };
    expect(Object.values(writeEntry(itemOf(minimal), ALL))).not.toContain(undefined);
  });

  test('attribute an item to the guest who added it to the album, in that album only', () => {
    const other = 'abcdefghij234567abcd' as AlbumId;
    const guestAdditions = { [other]: { by: 'kim' as Uid, guest: '옆집', at: 9 } };
    const item = { ...itemOf(photo), guestAdditions };
    expect(readEntry(writeEntry(item, other))).toMatchObject({ by: 'kim', guest: '옆집', addedAt: 9 });
    const { by, guest, addedAt } = readEntry(writeEntry(item, ALL));
    expect([by, guest, addedAt]).toEqual([item.uploader, item.guest, item.addedAt]);
  });

  test('show edits, but in an album with a guest addition only those made afterwards', () => {
    const other = 'abcdefghij234567abcd' as AlbumId;
    const guestAdditions = { [other]: { by: 'kim' as Uid, guest: '옆집', at: 9 } };
    const edits = {
      caption: { value: '할머니 댁', at: 8 },
      isKept: { value: true, at: 8 } as const,
      takenAt: { value: { local: '1987-01-01T00:00:00', precision: 'about', source: 'edit' } as const, at: 10 },
    };
    const item = { ...itemOf(photo), guestAdditions, edits };
    expect(readEntry(writeEntry(item, ALL))).toMatchObject({
      ...{ caption: '할머니 댁', takenAt: edits.takenAt.value, isKept: true },
    });
    expect(readEntry(writeEntry(item, other))).not.toHaveProperty('isKept');
    expect(readEntry(writeEntry(item, other))).toMatchObject({ caption: '바다에서', takenAt: edits.takenAt.value });
    // Its renditions have the rotation in every album.
    const rotated = { ...item, mediaInfo: { ...photo, rotation: 90, width: 3024, height: 4032 } as const };
    expect(readEntry(writeEntry(rotated, other))).toMatchObject({ rotation: 90, ratio: 3024 / 4032 });
  });

  const full = writeEntry(itemOf({ ...photo, duration: 1 }), ALL);
  test.each<[string, unknown]>([
    ['kind', 'text'],
    ['state', 'processing'],
    ['by', ''],
    ['rev', '3'],
    ['token', null],
    ['ratio', 0],
    ['ratio', -1],
    ['ratio', undefined],
    ['width', '4032'],
    ['height', Number.NaN],
    ['duration', '1'],
    ['thumbhash', 5],
    ['caption', 5],
    ['variants', undefined],
    ['variants', [360]],
    ['addedAt', undefined],
  ])('reject %s %j', (field, value) => {
    expect(() => readEntry({ ...full, [field]: value })).toThrow(
      expect.objectContaining({ document: 'entry', field: Array.isArray(value) ? `${field}.0` : field }) as BadDocument,
    );
  });

  test('reject an invalid capture date', () => {
    expect(() => readEntry({ ...full, takenAt: { local: 'yesterday' } })).toThrow(BadDocument);
  });
});
