import { describe, expect, test } from 'vitest';
import { FAILURES } from '../library/failure.ts';
import { ALL, type AlbumId, type Uid } from '../ids.ts';
import {
  announce,
  hasMotion,
  isReprocessing,
  ITEM_STATES,
  KINDS,
  canTakeOver,
  readItem,
  writeMediaInfo,
  type MediaInfo,
} from './item.ts';
import { UPLOAD_DAYS } from '../limits.ts';
import { BadDocument } from '../schema.ts';

const uploader = 'u1' as Uid;
const album = 'abcdefghij234567abcd' as AlbumId;
const announced = announce({ uploader, fileName: '바다.jpg', size: 12, albums: [ALL, album] });
const mediaInfo: MediaInfo = {
  kind: 'video',
  format: 'mp4',
  width: 1920,
  height: 1080,
  duration: 12.5,
  thumbhash: 'abc',
  phash: '0123456789abcdef',
  variants: ['1080', '360'],
  takenAt: { local: '2019-05-03T14:10:00', offset: 540, utc: 1, precision: 'second', source: 'exif' },
  digitizedAt: { local: '2024-01-02T10:00:00', precision: 'second', source: 'exif' },
  place: { latitude: 38.1, longitude: 128.4, altitude: 1708 },
  placeName: '설악산',
  camera: 'NIKON D90',
  caption: '대청봉에서',
  people: ['영숙', '상철'],
};
const full = {
  ...announced,
  ...writeMediaInfo(mediaInfo),
  state: 'ready',
  addedAt: new Date(5),
  changed: new Date(6),
  token: 't',
};

describe('readItem', () => {
  test('accepts an announcement', () => {
    expect(readItem({ ...announced, addedAt: new Date(5) })).toEqual({
      state: 'uploading',
      uploader,
      fileName: '바다.jpg',
      size: 12,
      albums: [ALL, album],
      rev: 1,
      addedAt: 5,
    });
  });

  test('accepts a folder', () => {
    const folder = '사진/1987 설악산';
    const document = announce({ uploader, fileName: 'a', size: 1, albums: [ALL], folder });
    expect(readItem({ ...document, addedAt: 5 }).folder).toBe(folder);
    expect(Object.keys(announce({ uploader, fileName: 'a', size: 1, albums: [ALL], folder: undefined }))).toEqual(
      Object.keys(announced),
    );
  });

  test('accepts a processed item', () => {
    const item = readItem(full);
    expect(item.mediaInfo).toEqual(mediaInfo);
    expect(item).toMatchObject({ state: 'ready', token: 't', addedAt: 5, changed: 6 });
  });

  test('accepts a target rev, and isReprocessing compares it with the rev', () => {
    const reprocessing = readItem({ ...full, targetRev: 2 });
    expect(reprocessing).toMatchObject({ state: 'ready', rev: 1, targetRev: 2 });
    expect(
      [
        reprocessing,
        { ...reprocessing, targetRev: 1 },
        readItem(full),
        { ...reprocessing, state: 'failed' as const },
      ].map(isReprocessing),
    ).toEqual([true, false, false, false]);
  });

  test('accepts isUnsupported only if true', () => {
    const unsupported: MediaInfo = { kind: 'photo', format: 'dng', variants: [], isUnsupported: true };
    const fields = { ...announced, ...writeMediaInfo(unsupported), state: 'ready', addedAt: new Date(5) };
    expect(readItem(fields).mediaInfo).toEqual(unsupported);
    expect(() => readItem({ ...fields, isUnsupported: 1 })).toThrow(BadDocument);
  });

  test('hasMotion is true for photos with variants only', () => {
    expect(hasMotion({ kind: 'photo', variants: ['720'] })).toBe(true);
    expect(hasMotion({ kind: 'photo', variants: [] })).toBe(false);
    expect(hasMotion({ kind: 'video', variants: ['720'] })).toBe(false);
  });

  test('accepts guests and guest additions by album', () => {
    const guestAdditions = { by: 'kim', guest: '옆집', at: new Date(7) };
    const item = readItem({ ...full, guest: '이웃', guestAdditions: { [album]: guestAdditions } });
    expect([item.guest, item.guestAdditions]).toEqual(['이웃', { [album]: { ...guestAdditions, at: 7 } }]);
    for (const bad of [{ Summer: guestAdditions }, { [album]: { ...guestAdditions, by: '' } }, { [album]: 'kim' }])
      expect(() => readItem({ ...full, guestAdditions: bad })).toThrow(BadDocument);
  });

  test('accepts media info with few fields, of which writeMediaInfo writes no others', () => {
    const sound: MediaInfo = { kind: 'sound', format: 'mp3', duration: 3, variants: ['sound'] };
    expect(readItem({ ...announced, addedAt: 5, ...writeMediaInfo(sound) }).mediaInfo).toEqual(sound);
    expect(Object.values(writeMediaInfo(sound))).not.toContain(undefined);
  });

  test('accepts every failure', () => {
    for (const failure of FAILURES)
      expect(readItem({ ...announced, addedAt: 5, state: 'failed', failure }).failure).toBe(failure);
  });

  test('announce copies the array of albums', () => {
    const albums = [ALL];
    const document = announce({ uploader, fileName: 'a', size: 1, albums });
    albums.push(album);
    expect(document['albums']).toEqual([ALL]);
  });

  test.each<[string, unknown]>([
    ['state', 'done'],
    ['uploader', ''],
    ['uploader', 'a/b'],
    ['fileName', 1],
    ['folder', ['a']],
    ['size', '12'],
    ['size', Number.NaN],
    ['albums', ALL],
    ['albums', ['Summer']],
    ['addedAt', '2019'],
    ['rev', undefined],
    ['changed', 'now'],
    ['failure', 'broken'],
    ['token', 1],
    ['kind', 'text'],
    ['format', undefined],
    ['width', '1920'],
    ['height', Infinity],
    ['duration', '12'],
    ['thumbhash', 1],
    ['phash', 'of sixteen digits'],
    ['panorama', 'whole'],
    ['variants', '1080'],
    ['variants', [1080]],
  ])('rejects %s %j', (field, value) => {
    expect(() => readItem({ ...full, [field]: value })).toThrow(
      expect.objectContaining({
        document: 'item',
        field: Array.isArray(value) && field !== 'folder' ? `${field}.0` : field,
      }) as BadDocument,
    );
  });

  test.each(Object.keys({ ...announced, addedAt: 0 }))('rejects a document without %s', (field) => {
    expect(() => readItem({ ...full, [field]: undefined })).toThrow(BadDocument);
  });

  test.each([undefined, null, [], 'item', 1])('rejects %j', (value) => {
    expect(() => readItem(value)).toThrow(BadDocument);
  });
});

describe('canTakeOver', () => {
  const day = 86_400_000;
  const now = 100 * day;

  test('allows it after an announcement has expired', () => {
    const at = (addedAt: number): boolean => canTakeOver({ state: 'uploading', addedAt }, now);
    expect([at(now - UPLOAD_DAYS * day - 1), at(now - UPLOAD_DAYS * day), at(now)]).toEqual([true, false, false]);
  });

  test('allows it after the uploaded bytes were deleted', () => {
    const allowed = FAILURES.filter((failure) => canTakeOver({ state: 'failed', failure, addedAt: now }, now));
    expect(allowed).toEqual(['damaged', 'over-quota']);
  });

  test('refuses it once the file was uploaded', () => {
    for (const state of ITEM_STATES.filter((one) => one !== 'uploading'))
      expect(canTakeOver({ state, addedAt: 0 }, now), state).toBe(false);
    expect(canTakeOver({ state: 'ready', failure: 'damaged', addedAt: 0 }, now)).toBe(false);
  });
});

test('there are three kinds', () => {
  expect(KINDS).toEqual(['photo', 'video', 'sound']);
});
