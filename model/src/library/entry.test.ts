import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareEntries, readEntry, writeEntry, type Entry } from './entry.ts';
import { ALL, type AlbumId, type Uid } from '../ids.ts';
import type { Item, MediaInfo } from './item.ts';
import { BadDocument } from '../schema.ts';

const photo: MediaInfo = {
  kind: 'photo',
  format: 'jpeg',
  width: 4032,
  height: 3024,
  thumbhash: 'abc',
  variants: [],
  taken: { local: '2019-05-03T14:10:00', offset: 540, precision: 'second', source: 'exif' },
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

describe('an entry', () => {
  test('of a photo comes back as it was written', () => {
    expect(readEntry(writeEntry(itemOf(photo), ALL, 7))).toEqual({
      kind: 'photo',
      state: 'ready',
      by: 'u1',
      rev: 3,
      token: 't',
      ratio: 4032 / 3024,
      width: 4032,
      height: 3024,
      thumbhash: 'abc',
      taken: photo.taken,
      caption: '바다에서',
      variants: [],
      addedAt: 5,
      changed: 7,
    });
  });

  test('of a video has its duration and its variants', () => {
    const entry = readEntry(
      writeEntry(itemOf({ ...photo, kind: 'video', duration: 9, variants: ['1080', '360'] }), ALL, 7),
    );
    expect(entry).toMatchObject({ kind: 'video', duration: 9, variants: ['1080', '360'] });
  });

  test('of a sound is square and has no sides', () => {
    const entry = readEntry(
      writeEntry(itemOf({ kind: 'sound', format: 'mp3', duration: 3, variants: ['sound'] }), ALL, 7),
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
      changed: 7,
    });
  });

  test('of what cannot be shown says so, and is square', () => {
    const unseen: MediaInfo = { kind: 'photo', format: 'dng', variants: [], isUnsupported: true };
    const entry = readEntry(writeEntry(itemOf(unseen), ALL, 7));
    expect(entry).toMatchObject({ isUnsupported: true, ratio: 1, variants: [] });
  });

  test('of which one side only is known has no sides', () => {
    for (const mediaInfo of [{ width: 5 }, { height: 5 }]) {
      const entry = readEntry(writeEntry(itemOf({ kind: 'video', format: 'mp4', variants: [], ...mediaInfo }), ALL, 7));
      expect([entry.ratio, entry.width, entry.height]).toEqual([1, undefined, undefined]);
    }
  });

  test('shows no file name, folder, size and albums, and nothing of where, with what and of whom', () => {
    const place = { latitude: 38.1, longitude: 128.4 };
    const scan = { local: '2024-01-02T10:00:00', precision: 'second', source: 'exif' } as const;
    const hidden = { place, placeName: 'secret', camera: 'secret', people: ['secret'], digitisedAt: scan };
    const text = JSON.stringify(writeEntry({ ...itemOf({ ...photo, ...hidden }), folder: 'secret' }, ALL, 7));
    expect(text).not.toMatch(/secret|38\.1|2024/);
    expect(text).not.toContain('123456');
    expect(Object.keys(JSON.parse(text) as object)).not.toContain('albums');
  });

  test('has no field that is undefined: a document wants none', () => {
    const bare: MediaInfo = { kind: 'sound', format: 'mp3', variants: [] };
    expect(Object.values(writeEntry(itemOf(bare), ALL, 7))).not.toContain(undefined);
  });

  test('what a guest brought when the library had it already is theirs in that album, and says nothing of before', () => {
    const other = 'abcdefghij234567abcd' as AlbumId;
    const guestAdditions = { [other]: { by: 'kim' as Uid, guest: '옆집', at: 9 } };
    const item = { ...itemOf(photo), guestAdditions };
    expect(readEntry(writeEntry(item, other, 7))).toMatchObject({ by: 'kim', guest: '옆집', addedAt: 9 });
    const { by, guest, addedAt } = readEntry(writeEntry(item, ALL, 7));
    expect([by, guest, addedAt]).toEqual([item.uploader, item.guest, item.addedAt]);
  });

  const whole = writeEntry(itemOf({ ...photo, duration: 1 }), ALL, 7);
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
    ['changed', 'now'],
  ])('is refused for its %s %j', (field, value) => {
    expect(() => readEntry({ ...whole, [field]: value })).toThrow(
      expect.objectContaining({ document: 'entry', field: Array.isArray(value) ? `${field}.0` : field }) as BadDocument,
    );
  });

  test('is refused for a date that is none', () => {
    expect(() => readEntry({ ...whole, takenAt: { local: 'yesterday' } })).toThrow(BadDocument);
  });
});

describe('the order of an album', () => {
  const entry = (local: string | undefined, addedAt = 0): Entry => ({
    ...readEntry(writeEntry(itemOf({ kind: 'photo', format: 'jpeg', variants: [] }), ALL, 0)),
    addedAt,
    ...(local !== undefined && { taken: { local, precision: 'second', source: 'exif' } }),
  });
  const sorted = (...entries: [string, Entry][]): string[] => entries.sort(compareEntries).map(([id]) => id);

  test('is the wall clock’s, whatever the zone', () => {
    const tokyo = { ...entry(undefined), taken: { ...photo.taken, local: '2019-05-03T10:00:00' } } as Entry;
    expect(
      sorted(['later', entry('2019-05-03T11:00:00')], ['tokyo', tokyo], ['first', entry('1987-01-01T00:00:00')]),
    ).toEqual(['first', 'tokyo', 'later']);
  });

  test('puts what has no date last, as it was added', () => {
    expect(
      sorted(
        ['second', entry(undefined, 2)],
        ['first', entry(undefined, 1)],
        ['dated', entry('2030-01-01T00:00:00', 9)],
      ),
    ).toEqual(['dated', 'first', 'second']);
  });

  test('is the same on every device: ties go by id', () => {
    const same = '2019-05-03T11:00:00';
    expect(sorted(['b', entry(same, 1)], ['a', entry(same, 2)])).toEqual(['a', 'b']);
    expect(sorted(['b', entry(undefined, 1)], ['a', entry(undefined, 1)])).toEqual(['a', 'b']);
  });

  test('does not depend on the order before', () => {
    const local = fc.option(fc.constantFrom('1987-01-01T00:00:00', '2019-05-03T11:00:00'), { nil: undefined });
    const mediaInfo = fc.record({ local, addedAt: fc.nat(3) }).map((of) => entry(of.local, of.addedAt));
    const pairs = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), mediaInfo), { selector: ([id]) => id });
    fc.assert(
      fc.property(pairs, fc.nat(), (given, turn) => {
        const at = given.length === 0 ? 0 : turn % given.length;
        const turned = [...given.slice(at), ...given.slice(0, at)];
        expect([...turned].sort(compareEntries)).toEqual([...given].sort(compareEntries));
        for (const one of given) expect(compareEntries(one, one)).toBe(0);
      }),
    );
  });
});
