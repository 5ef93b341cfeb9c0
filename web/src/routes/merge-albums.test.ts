import { expect, test } from 'vitest';
import type { AlbumId, ItemId } from '@maru/model/ids';
import type { GridSource } from '#lib/features/grid/grid-source.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { Batches } from '#lib/state/batches.svelte.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import { Toasts } from '#lib/ui/feedback/toasts.svelte.ts';
import { mergeAlbums } from './merge-albums.ts';

overwriteGetLocale(() => 'ko');

const from = { id: 'a'.repeat(20) as AlbumId, title: '제주' };
const to = { id: 'b'.repeat(20) as AlbumId, title: '여름' };

/** A merge on a server that adds only items whose id begins with `new`. `during` runs at each call. */
function setup(items: string[], during: (name: string) => void = () => undefined) {
  const calls: string[] = [];
  const batches = new Batches({ isOnline: () => true });
  const toasts = new Toasts();
  const call = (name: string, request: { album: AlbumId; into?: AlbumId; items?: ItemId[] }) => {
    calls.push(
      [
        name,
        request.album === to.id ? 'to' : 'from',
        ...(request.into === to.id ? ['into to'] : []),
        ...(request.items ?? []),
      ].join(' '),
    );
    during(name);
    const changed = (request.items ?? []).filter((item) => item.startsWith('new'));
    return Promise.resolve({ added: changed, removed: changed });
  };
  const source = () =>
    ({
      count: items.length,
      rows: async function* () {
        await Promise.resolve();
        yield items.map((item) => [item, {}]);
      },
    }) as unknown as GridSource;
  const view = { call } as unknown as LibraryView;
  const merge = () => mergeAlbums({ view, account: { batches }, toasts }, from, to, source);
  const undo = async () => {
    toasts.all.at(-1)?.action?.onclick();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { merge, calls, batches, undo, texts: () => toasts.all.map(({ text }) => text) };
}

test('adds all items, deletes the album, and undo restores it before it removes what was added', async () => {
  const { merge, calls, undo, texts } = setup(['new1', 'old', 'new2']);
  expect(await merge()).toBe(true);
  expect(calls.splice(0)).toEqual(['addToAlbum to new1 old new2', 'deleteAlbum from into to']);
  expect(texts().at(-1)).toBe('‘제주’ 앨범을 ‘여름’ 앨범으로 합쳤어요.');
  await undo();
  expect(calls).toEqual(['restoreAlbum from', 'removeFromAlbum to new1 new2']);
});

test('adds what others add meanwhile, before it deletes the album', async () => {
  const items = ['new1'];
  const { merge, calls } = setup(items, () => {
    if (items.length === 1) items.push('new2');
  });
  await merge();
  expect(calls).toEqual(['addToAlbum to new1', 'addToAlbum to new2', 'deleteAlbum from into to']);
});

test('deletes an empty album without a batch', async () => {
  const { merge, calls } = setup([]);
  await merge();
  expect(calls).toEqual(['deleteAlbum from into to']);
});

test('keeps the album if adding is stopped or deleting is refused, says what was added, and undo removes it', async () => {
  const many = Array.from({ length: 300 }, (_, n) => `new${String(n)}`);
  const stopped = setup(many, () => {
    stopped.batches.stop(1);
  });
  expect(await stopped.merge()).toBe(false);
  expect(stopped.calls).toHaveLength(1);
  expect(stopped.texts()).toEqual(['‘여름’ 앨범에 200장을 넣었어요.']);

  const refused = setup(['new1'], (name) => {
    if (name === 'deleteAlbum') throw new Error('refused');
  });
  expect(await refused.merge()).toBe(false);
  expect(refused.texts()).toEqual([
    '마루에 문제가 생겼어요. 사진은 모두 그대로 있으니 조금 뒤에 다시 해 보세요.',
    '‘여름’ 앨범에 1장을 넣었어요.',
  ]);
  await refused.undo();
  expect(refused.calls).toEqual(['addToAlbum to new1', 'deleteAlbum from into to', 'removeFromAlbum to new1']);
});
