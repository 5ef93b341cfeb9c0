import { describe, expect, test } from 'vitest';
import { albumsFor, readAlbum, readersOf, type Audience } from './album.ts';
import { ALL, type AlbumId, type ItemId, type Uid } from './ids.ts';
import type { Role } from './member.ts';
import { BadDocument } from './read.ts';

const uid = (text: string): Uid => text as Uid;
const roles: Record<Uid, Role> = {
  [uid('mum')]: 'viewer',
  [uid('dad')]: 'viewer',
  [uid('anna')]: 'owner',
  [uid('ben')]: 'editor',
};
const people = (...names: string[]): Audience => ({ kind: 'people', people: names.map(uid) });

const least = {
  title: '여름',
  by: 'anna',
  audience: { kind: 'library' },
  readers: ['anna', 'mum'],
  count: 0,
  madeAt: new Date(5),
  summarizedAt: 0,
};
const cover = { item: 'abcdefghijklmnopqrstuvwxyz234567', rev: 1, token: 't', file: 'grid.webp' };
const whole = {
  ...least,
  audience: { kind: 'people', people: ['mum'] },
  count: 2,
  cover: { ...cover, thumbhash: 'abc' },
  span: { from: '2019-05-03', to: '2019-05-04' },
};

describe('an album', () => {
  test('comes back as it was', () => {
    expect(readAlbum(least)).toEqual({ ...least, madeAt: 5 });
    expect(readAlbum(whole)).toEqual({ ...whole, madeAt: 5 });
    expect(readAlbum({ ...whole, cover }).cover).toEqual({ ...cover, item: cover.item as ItemId });
  });

  test.each<[string, unknown]>([
    ['title', undefined],
    ['by', ''],
    ['audience', 'library'],
    ['audience', { kind: 'everybody' }],
    ['audience', { kind: 'people' }],
    ['audience', { kind: 'people', people: ['a/b'] }],
    ['readers', undefined],
    ['readers', 'mum'],
    ['readers', [1]],
    ['count', '2'],
    ['madeAt', undefined],
    ['summarizedAt', undefined],
    ['cover', 'grid.webp'],
    ['cover', { ...cover, item: 'x' }],
    ['cover', { ...cover, rev: '1' }],
    ['cover', { ...cover, token: undefined }],
    ['cover', { ...cover, file: 'screen.webp' }],
    ['cover', { ...cover, thumbhash: 1 }],
    ['span', { from: '2019-05-03' }],
    ['span', { to: '2019-05-03' }],
  ])('is refused for its %s %j', (field, value) => {
    expect(() => readAlbum({ ...whole, [field]: value })).toThrow(BadDocument);
  });
});

describe('the readers of an audience', () => {
  test('are everybody, for the library', () => {
    expect(readersOf({ kind: 'library' }, { roles })).toEqual(['anna', 'ben', 'dad', 'mum']);
  });

  test('are the chosen, and who tends the library', () => {
    expect(readersOf(people('mum'), { roles })).toEqual(['anna', 'ben', 'mum']);
    expect(readersOf(people(), { roles })).toEqual(['anna', 'ben']);
  });

  test('are members only, once each', () => {
    expect(readersOf(people('stranger', 'mum', 'mum', 'anna'), { roles })).toEqual(['anna', 'ben', 'mum']);
    expect(readersOf({ kind: 'library' }, { roles: {} })).toEqual([]);
  });
});

describe('what is added to an album goes into', () => {
  const album = 'abcdefghij234567abcd' as AlbumId;
  test.each<[string, AlbumId, Audience, AlbumId[]]>([
    ['it and all, where everybody sees both', album, { kind: 'library' }, [ALL, album]],
    ['it only, where single people see it', album, people('mum'), [album]],
    ['all only, where it is all', ALL, { kind: 'library' }, [ALL]],
    ['all only, even where all was narrowed', ALL, people('mum'), [ALL]],
  ])('%s', (_, to, audience, expected) => {
    expect(albumsFor(to, audience, ALL)).toEqual(expected);
  });
});
