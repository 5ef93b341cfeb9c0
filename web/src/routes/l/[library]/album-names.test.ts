import { expect, test } from 'vitest';
import { ALL, type AlbumId } from '@maru/model/ids';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { albumOrder, albumTitle, backToAlbum } from './album-names.ts';

overwriteGetLocale(() => 'ko');

const view = { album: () => undefined };

test('names built-in albums, and any other id like an unknown album', () => {
  const namesOf = (album: AlbumId) => [albumTitle(view, album), backToAlbum(album), albumOrder(view, album)];
  expect(namesOf(ALL)).toEqual(['모든 사진', '모든 사진으로 돌아가기', 'newest-first']);
  expect(namesOf('constructor' as AlbumId)).toEqual(namesOf('a'.repeat(20) as AlbumId));
});
