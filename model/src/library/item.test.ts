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
  taken: { local: '2019-05-03T14:10:00', offset: 540, utc: 1, precision: 'second', source: 'exif' },
  digitisedAt: { local: '2024-01-02T10:00:00', precision: 'second', source: 'exif' },
  place: { latitude: 38.1, longitude: 128.4, altitude: 1708 },
  placeName: '설악산',
  camera: 'NIKON D90',
  caption: '대청봉에서',
  people: ['영숙', '상철'],
};
const whole = {
  ...announced,
  ...writeMediaInfo(mediaInfo),
  state: 'ready',
  addedAt: new Date(5),
  changed: new Date(6),
  token: 't',
};

describe('an item', () => {
  test('that was announced comes back as it was', () => {
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

  test('that lay in a folder says where', () => {
    const folder = '사진/1987 설악산';
    const document = announce({ uploader, fileName: 'a', size: 1, albums: [ALL], folder });
    expect(readItem({ ...document, addedAt: 5 }).folder).toBe(folder);
    expect(Object.keys(announce({ uploader, fileName: 'a', size: 1, albums: [ALL], folder: undefined }))).toEqual(
      Object.keys(announced),
    );
  });

  test('that was made comes back as it was', () => {
    const item = readItem(whole);
    expect(item.mediaInfo).toEqual(mediaInfo);
    expect(item).toMatchObject({ state: 'ready', token: 't', addedAt: 5, changed: 6 });
  });

  test('is made again where another rev is wanted than the one that is shown', () => {
    const again = readItem({ ...whole, targetRev: 2 });
    expect(again).toMatchObject({ state: 'ready', rev: 1, targetRev: 2 });
    expect(
      [again, { ...again, targetRev: 1 }, readItem(whole), { ...again, state: 'failed' as const }].map(isReprocessing),
    ).toEqual([true, false, false, false]);
  });

  test('of which nothing can be shown says so, and only by true', () => {
    const unseen: MediaInfo = { kind: 'photo', format: 'dng', variants: [], isUnsupported: true };
    const fields = { ...announced, ...writeMediaInfo(unseen), state: 'ready', addedAt: new Date(5) };
    expect(readItem(fields).mediaInfo).toEqual(unseen);
    expect(() => readItem({ ...fields, isUnsupported: 1 })).toThrow(BadDocument);
  });

  test('has a moment where it is a photo with variants', () => {
    expect(hasMotion({ kind: 'photo', variants: ['720'] })).toBe(true);
    expect(hasMotion({ kind: 'photo', variants: [] })).toBe(false);
    expect(hasMotion({ kind: 'video', variants: ['720'] })).toBe(false);
  });

  test('that guests brought says who, album by album', () => {
    const guestAdditions = { by: 'kim', guest: '옆집', at: new Date(7) };
    const item = readItem({ ...whole, guest: '이웃', guestAdditions: { [album]: guestAdditions } });
    expect([item.guest, item.guestAdditions]).toEqual(['이웃', { [album]: { ...guestAdditions, at: 7 } }]);
    for (const bad of [{ Summer: guestAdditions }, { [album]: { ...guestAdditions, by: '' } }, { [album]: 'kim' }])
      expect(() => readItem({ ...whole, guestAdditions: bad })).toThrow(BadDocument);
  });

  test('of which little is known has no fields for the rest', () => {
    const sound: MediaInfo = { kind: 'sound', format: 'mp3', duration: 3, variants: ['sound'] };
    expect(readItem({ ...announced, addedAt: 5, ...writeMediaInfo(sound) }).mediaInfo).toEqual(sound);
    expect(Object.values(writeMediaInfo(sound))).not.toContain(undefined);
  });

  test('that failed says why', () => {
    for (const failure of FAILURES)
      expect(readItem({ ...announced, addedAt: 5, state: 'failed', failure }).failure).toBe(failure);
  });

  test('is not announced with a list that others may change', () => {
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
    ['variants', '1080'],
    ['variants', [1080]],
  ])('is refused for its %s %j', (field, value) => {
    expect(() => readItem({ ...whole, [field]: value })).toThrow(
      expect.objectContaining({
        document: 'item',
        field: Array.isArray(value) && field !== 'folder' ? `${field}.0` : field,
      }) as BadDocument,
    );
  });

  test.each(Object.keys({ ...announced, addedAt: 0 }))('is refused without its %s', (field) => {
    expect(() => readItem({ ...whole, [field]: undefined })).toThrow(BadDocument);
  });

  test.each([undefined, null, [], 'item', 1])('is not %j', (value) => {
    expect(() => readItem(value)).toThrow(BadDocument);
  });
});

describe('who may take an item over', () => {
  const day = 86_400_000;
  const now = 100 * day;

  test('who brings it when its time is up, not a moment before', () => {
    const at = (addedAt: number): boolean => canTakeOver({ state: 'uploading', addedAt }, now);
    expect([at(now - UPLOAD_DAYS * day - 1), at(now - UPLOAD_DAYS * day), at(now)]).toEqual([true, false, false]);
  });

  test('who brings it after it arrived damaged or was too much, at once', () => {
    const may = FAILURES.filter((failure) => canTakeOver({ state: 'failed', failure, addedAt: now }, now));
    expect(may).toEqual(['damaged', 'over-quota']);
  });

  test('nobody, however old, once it has arrived', () => {
    for (const state of ITEM_STATES.filter((one) => one !== 'uploading'))
      expect(canTakeOver({ state, addedAt: 0 }, now), state).toBe(false);
    expect(canTakeOver({ state: 'ready', failure: 'damaged', addedAt: 0 }, now)).toBe(false);
  });
});

test('kinds are the three that the words name', () => {
  expect(KINDS).toEqual(['photo', 'video', 'sound']);
});
