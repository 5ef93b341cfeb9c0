import { expect, test } from 'vitest';
import { ApiError } from '@maru/model/api/error';
import type { EntryRow } from '@maru/model/album-index/order';
import type { AlbumId, ItemId } from '@maru/model/ids';
import type { FavouritePlace, Favourites } from '@maru/model/library/favourites';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import { Toasts } from '#lib/ui/feedback/toasts.svelte.ts';
import { FavouriteActions } from './favourite-actions.ts';

overwriteGetLocale(() => 'ko');

const album = 'a'.repeat(20) as AlbumId;
const row = (id: string): EntryRow => [id as ItemId, {} as EntryRow[1]];

const PLACE: FavouritePlace = { album, sortKey: '' };

/** Favourites of a person; every change fails with `error`. */
const fakeFavourites = () => ({
  places: {} as Favourites,
  hasRoom: true,
  error: undefined as Error | undefined,
  has(item: ItemId) {
    return this.places[item] !== undefined;
  },
  hasRoomFor() {
    return this.hasRoom;
  },
  add(rows: readonly EntryRow[]) {
    return this.restore(Object.fromEntries(rows.map(([item]) => [item, PLACE])));
  },
  remove(items: readonly ItemId[]) {
    this.places = Object.fromEntries(Object.entries(this.places).filter(([item]) => !items.includes(item as ItemId)));
    return Promise.resolve();
  },
  restore(places: Favourites) {
    this.places = { ...this.places, ...places };
    return this.error ? Promise.reject(this.error) : Promise.resolve();
  },
});

function setup() {
  const favourites = fakeFavourites();
  const toasts = new Toasts();
  return {
    actions: new FavouriteActions({ favourites } as unknown as LibraryView, toasts),
    favourites,
    undo: () => toasts.all[0]?.action?.onclick(),
    texts: () => toasts.all.map(({ text }) => text),
  };
}

test('favourites are added once, and undo removes only what was added', () => {
  const { actions, favourites, undo, texts } = setup();
  favourites.places = { ['b' as ItemId]: PLACE };
  expect(actions.add([row('a'), row('b')], album)).toBe(true);
  expect([Object.keys(favourites.places), texts()]).toEqual([['b', 'a'], ['즐겨찾기에 넣었어요.']]);
  undo();
  expect([Object.keys(favourites.places), texts()]).toEqual([['b'], ['되돌렸어요.']]);
});

test('a change of favourites replaces the toast of the one before', () => {
  const { actions, texts } = setup();
  actions.add([row('a'), row('b')], album);
  expect(texts()).toEqual(['2장을 즐겨찾기에 넣었어요.']);
  actions.remove([row('a')]);
  expect(texts()).toEqual(['즐겨찾기에서 뺐어요.']);
});

test('favourites are removed, and undo restores their places', () => {
  const { actions, favourites, undo, texts } = setup();
  favourites.places = { ['a' as ItemId]: PLACE };
  actions.remove([row('a'), row('b')]);
  expect([favourites.places, texts()]).toEqual([{}, ['즐겨찾기에서 뺐어요.']]);
  undo();
  expect(favourites.places).toEqual({ a: PLACE });
  actions.remove([row('b')]);
  expect(texts()).toHaveLength(1);
});

test('favourites say when they are full, and that a change was refused', async () => {
  const full = setup();
  full.favourites.hasRoom = false;
  expect(full.actions.add([row('a')], album)).toBe(false);
  expect([full.favourites.places, full.texts()]).toEqual([
    {},
    ['즐겨찾기에는 5,000장까지 넣을 수 있어요. 먼저 몇 장을 빼 주세요.'],
  ]);
  const refused = setup();
  refused.favourites.error = new ApiError('forbidden');
  refused.actions.add([row('a')], album);
  await new Promise((resolve) => setTimeout(resolve));
  expect(refused.texts()).toHaveLength(2);
});
