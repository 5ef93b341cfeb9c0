import { describe, expect, test } from 'vitest';
import { albumsFor, GUEST_UPLOADS, readAlbum, readersOf, type Audience, type Guest } from './album.ts';
import type { Circle } from './circle.ts';
import { ALL, type AlbumId, type CircleId, type ItemId, type Uid } from '../ids.ts';
import type { Role } from './member.ts';
import { BadDocument } from '../schema.ts';

const uid = (text: string): Uid => text as Uid;
const roles: Record<Uid, Role> = {
  [uid('mum')]: 'viewer',
  [uid('dad')]: 'viewer',
  [uid('anna')]: 'owner',
  [uid('ben')]: 'editor',
};
const side = 'abcdefghij234567abcd' as CircleId;
const circlesOf = (...members: string[]): Map<CircleId, Circle> =>
  new Map([[side, { name: '엄마 쪽', members: members.map(uid) }]]);
const guest: Guest = { name: '옆집', since: 7 };
const people = (...names: string[]): Audience => ({ kind: 'people', people: names.map(uid), circles: [] });
const audienceReaders = (audience: Audience, guests: Record<Uid, Guest> = {}, circles = circlesOf()): Uid[] =>
  readersOf({ audience, guests }, { roles }, circles);

const minimal = {
  title: '여름',
  by: 'anna',
  audience: { kind: 'library' },
  readers: ['anna', 'mum'],
  count: 0,
  createdAt: new Date(5),
};
const cover = { item: 'abcdefghijklmnopqrstuvwxyz234567', rev: 1, token: 't', file: 'grid' };
const full = {
  ...minimal,
  audience: { kind: 'people', people: ['mum'], circles: [side] },
  guests: { kim: { name: '옆집', since: new Date(7) } },
  guestUploads: 'moderated',
  count: 2,
  cover: { ...cover, thumbhash: 'abc' },
  span: { from: '2019-05-03', to: '2019-05-04' },
};

describe('readAlbum', () => {
  test('accepts minimal and full documents', () => {
    expect(readAlbum(minimal)).toEqual({ ...minimal, guests: {}, guestUploads: 'no', createdAt: 5 });
    expect(readAlbum(full)).toEqual({ ...full, guests: { kim: guest }, createdAt: 5 });
    expect(readAlbum({ ...full, cover }).cover).toEqual({ ...cover, item: cover.item as ItemId });
    expect(GUEST_UPLOADS.map((guestUploads) => readAlbum({ ...full, guestUploads }).guestUploads)).toEqual([
      ...GUEST_UPLOADS,
    ]);
  });

  test('defaults circles, guests and guestUploads', () => {
    const { audience, guests, guestUploads } = readAlbum({ ...minimal, audience: { kind: 'people', people: ['mum'] } });
    expect({ audience, guests, guestUploads }).toEqual({ audience: people('mum'), guests: {}, guestUploads: 'no' });
  });

  test.each<[string, unknown]>([
    ['title', undefined],
    ['by', ''],
    ['audience', 'library'],
    ['audience', { kind: 'everybody' }],
    ['audience', { kind: 'people' }],
    ['audience', { kind: 'people', people: ['a/b'] }],
    ['audience', { kind: 'people', people: [], circles: 'abcdefghij234567abcd' }],
    ['audience', { kind: 'people', people: [], circles: ['side'] }],
    ['guests', ['kim']],
    ['guests', { 'a/b': { name: '옆집', since: 7 } }],
    ['guests', { kim: '옆집' }],
    ['guests', { kim: { since: 7 } }],
    ['guests', { kim: { name: '옆집', since: 'then' } }],
    ['guestUploads', true],
    ['guestUploads', 'maybe'],
    ['readers', undefined],
    ['readers', 'mum'],
    ['readers', [1]],
    ['count', '2'],
    ['createdAt', undefined],
    ['cover', 'grid'],
    ['cover', { ...cover, item: 'x' }],
    ['cover', { ...cover, rev: '1' }],
    ['cover', { ...cover, token: undefined }],
    ['cover', { ...cover, file: 'screen' }],
    ['cover', { ...cover, thumbhash: 1 }],
    ['span', { from: '2019-05-03' }],
    ['span', { to: '2019-05-03' }],
  ])('rejects %s %j', (field, value) => {
    expect(() => readAlbum({ ...full, [field]: value })).toThrow(BadDocument);
  });
});

describe('readersOf', () => {
  test('returns all members for an album of the whole library', () => {
    expect(audienceReaders({ kind: 'library' })).toEqual(['anna', 'ben', 'dad', 'mum']);
  });

  test('returns the selected people, owners and editors', () => {
    expect(audienceReaders(people('mum'))).toEqual(['anna', 'ben', 'mum']);
    expect(audienceReaders(people())).toEqual(['anna', 'ben']);
  });

  test('returns members only, without duplicates', () => {
    expect(audienceReaders(people('stranger', 'mum', 'mum', 'anna'))).toEqual(['anna', 'ben', 'mum']);
    expect(readersOf({ audience: { kind: 'library' }, guests: {} }, { roles: {} }, new Map())).toEqual([]);
  });

  test('returns the members of circles who are members of the library', () => {
    const audience: Audience = { kind: 'people', people: [], circles: [side] };
    expect(audienceReaders(audience, {}, circlesOf('mum', 'stranger'))).toEqual(['anna', 'ben', 'mum']);
    expect(audienceReaders(audience, {}, new Map())).toEqual(['anna', 'ben']);
    expect(audienceReaders(people('dad'), {}, circlesOf('mum'))).toEqual(['anna', 'ben', 'dad']);
  });

  test('includes guests of any album', () => {
    expect(audienceReaders(people(), { [uid('kim')]: guest })).toEqual(['anna', 'ben', 'kim']);
    expect(audienceReaders({ kind: 'library' }, { [uid('mum')]: guest })).toEqual(['anna', 'ben', 'dad', 'mum']);
  });
});

describe('albumsFor', () => {
  const album = 'abcdefghij234567abcd' as AlbumId;
  test.each<[string, AlbumId, Audience, AlbumId[]]>([
    ['the album and all, if everybody sees the album', album, { kind: 'library' }, [ALL, album]],
    ['the album only, if it is restricted', album, people('mum'), [album]],
    ['all only, for all', ALL, { kind: 'library' }, [ALL]],
    ['all only, for all when restricted', ALL, people('mum'), [ALL]],
  ])('returns %s', (_, to, audience, expected) => {
    expect(albumsFor(to, audience, ALL)).toEqual(expected);
  });
});
