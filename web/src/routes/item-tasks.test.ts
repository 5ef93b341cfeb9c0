import { expect, test } from 'vitest';
import { ALL, type AlbumId, type LibraryId } from '@maru/model/ids';
import { removingTask } from './item-tasks.ts';

test('removing from all photos is another kind of batch than removing from an album', () => {
  const kindFor = (album: AlbumId) =>
    removingTask({ id: 'l' as LibraryId, call: () => Promise.reject(new Error('unused')) }, [], album).kind;
  expect([kindFor(ALL), kindFor('a'.repeat(20) as AlbumId)]).toEqual(['only-in-albums', 'remove']);
});
