import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import type { EntryRow } from '@maru/model/album-index/order';
import { describeSheet } from '@maru/model/album-index/outline';
import type { AlbumId, ItemId, Uid } from '@maru/model/ids';
import type { Album } from '@maru/model/library/album';
import type { Rows } from '../../firebase/cloud.ts';
import type { AlbumEntries } from '../album.svelte.ts';
import { detached } from '../detached.svelte.ts';
import type { LastLooks } from './last-looks.svelte.ts';
import { NewPhotos } from './new-photos.svelte.ts';

const [me, uncle] = ['me', 'uncle'] as Uid[] as [Uid, Uid];
const album = 'a'.repeat(20) as AlbumId;
const NOW = Date.now();
const row: EntryRow = [
  'i'.repeat(32) as ItemId,
  { kind: 'photo', state: 'ready', by: uncle, rev: 1, token: 't', ratio: 1, variants: [], addedAt: NOW },
];
const sheet = describeSheet(1, [row]);

test('loads the sheets of an album that changes later, also for a template that is updated before all effects', async () => {
  let albums = $state.raw<Rows<AlbumId, Album>>([]);
  let loaded = $state.raw<readonly string[]>([]);
  const entries = {
    byDate: {
      outline: [sheet],
      sheetRowsAt: (first: string) => ({ rows: loaded.includes(first) ? [row] : undefined }),
    },
    state: 'live',
    keepLoaded: vi.fn((positions: readonly string[]) => {
      loaded = positions;
      return () => (loaded = []);
    }),
  };
  const isLoaded = () => loaded.length > 0;
  const photos = detached(
    () =>
      new NewPhotos(
        { looks: {} } as unknown as LastLooks,
        () => albums,
        () => entries as unknown as AlbumEntries,
        me,
      ),
  );
  const counts: (number | undefined)[] = [];
  const stop = $effect.root(() => {
    $effect.pre(() => void counts.push(photos.unseenCount));
  });
  flushSync();
  await Promise.resolve();
  expect(counts).toEqual([0]);
  albums = [[album, { index: { version: 1, through: NOW } } as Album]];
  flushSync();
  await Promise.resolve();
  flushSync();
  expect(entries.keepLoaded).toHaveBeenCalledExactlyOnceWith([sheet.first]);
  expect(counts.at(-1)).toBe(1);
  stop();
  await Promise.resolve();
  expect(isLoaded()).toBe(false);
});
