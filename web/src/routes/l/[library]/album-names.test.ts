import { expect, test } from 'vitest';
import { ALL, type AlbumId } from '@maru/model/ids';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { albumOrder, albumTitle, backToAlbum } from './album-names.ts';

overwriteGetLocale(() => 'ko');

type View = Parameters<typeof albumOrder>[0];
const view = { album: () => undefined } as unknown as View;

test('names built-in albums, and any other id like an unknown album', () => {
  const namesOf = (album: AlbumId) => [albumTitle(view, album), backToAlbum(album), albumOrder(view, album)];
  expect(namesOf(ALL)).toEqual(['모든 사진', '모든 사진으로 돌아가기', 'newest-first']);
  expect(namesOf('constructor' as AlbumId)).toEqual(namesOf('a'.repeat(20) as AlbumId));
});

test('the order of an album is that of its entries', () => {
  const orderOf = (order: string, isReordered: boolean) =>
    albumOrder({ album: () => ({ order }), entries: () => ({ isReordered }) } as unknown as View, 'a' as AlbumId);
  expect([orderOf('by-hand', true), orderOf('by-hand', false)]).toEqual(['by-hand', 'oldest-first']);
  expect(orderOf('newest-first', false)).toBe('newest-first');
});
