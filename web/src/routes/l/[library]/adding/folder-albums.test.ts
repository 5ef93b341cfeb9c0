import { expect, test } from 'vitest';
import { ALL, type AlbumId } from '@maru/model/ids';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import { albumsByFolder, folderNames } from './folder-albums.ts';

const file = (path: string): File =>
  Object.defineProperty(new File(['1'], path), 'webkitRelativePath', { value: path.includes('/') ? path : '' });

const files = ['사진/2019/설날/1.jpg', '사진/2020/설날/2.jpg', `사진/${'제주'.normalize('NFD')}/3.jpg`, '4.jpg'].map(
  file,
);

test('each folder is an album of its name, which is created if there is none', async () => {
  expect(folderNames(files)).toEqual(['설날', '제주']);
  const created: string[] = [];
  const view = {
    albums: [['jeju', { title: '제주' }]],
    createAlbum: (title: string, { kind }: { kind: string }) =>
      Promise.resolve(`${kind} ${String(created.push(title))}` as AlbumId),
  } as unknown as LibraryView;
  const all = await albumsByFolder(view, ALL, files);
  expect(created).toEqual(['설날']);
  expect(all.map(({ album, files: some, audience }) => [album, some.length, audience?.kind])).toEqual([
    ['library 1', 2, 'library'],
    ['jeju', 1, undefined],
    [ALL, 1, undefined],
  ]);
});

test('files without folders are one group without a name', () => {
  expect(folderNames([file('1.jpg')])).toEqual([]);
});
