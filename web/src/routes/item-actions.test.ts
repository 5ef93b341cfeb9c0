import { expect, test, vi } from 'vitest';
import type { EntryRow } from '@maru/model/album-index/order';
import type { Action } from '@maru/model/access/policy';
import { ALL, type AlbumId, type ItemId, type Uid } from '@maru/model/ids';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { Batches } from '#lib/state/batches.svelte.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import { Toasts } from '#lib/ui/feedback/toasts.svelte.ts';
import { ItemActions } from './item-actions.ts';

overwriteGetLocale(() => 'ko');

/** A response that does not arrive; the network is back a moment later. */
function lostResponse(): Promise<never> {
  setTimeout(() => window.dispatchEvent(new Event('online')));
  return Promise.reject(Object.assign(new Error('no response'), { name: 'Unreachable' }));
}

const [me, sister] = ['me' as Uid, 'sister' as Uid];
const album = 'a'.repeat(20) as AlbumId;
const row = (id: string, by = me): EntryRow => [id as ItemId, { by } as EntryRow[1]];

/**
 * Actions of a person with these permissions, on a server that adds, removes and moves only items whose id begins with `new`, and keeps those
 * that begin with `split`. Its next `lost` responses do not arrive.
 */
function setup(...permissions: Action[]) {
  const calls: string[] = [];
  const edits: unknown[] = [];
  const keys: unknown[] = [];
  const captions: Record<string, string> = {};
  const network = { lost: 0 };
  const moves: unknown[] = [];
  const view = {
    can: (action: Action) => permissions.includes(action),
    call: (
      name: string,
      request: {
        items?: ItemId[];
        album?: AlbumId;
        edit?: unknown;
        key?: string;
        move?: { items?: ItemId[]; orderKeys?: Record<ItemId, unknown> };
      },
    ) => {
      const { items = [], move } = request;
      if (move) {
        moves.push(move);
        const moved = (move.items ?? Object.keys(move.orderKeys ?? {})).filter((item) => item.startsWith('new'));
        return network.lost-- > 0 ? lostResponse() : Promise.resolve({ moved });
      }
      calls.push(`${name} ${items.join() || String(request.album)}`);
      if (request.edit !== undefined) {
        edits.push([items.join(), request.edit]);
        keys.push(request.key);
      }
      if (network.lost-- > 0) return lostResponse();
      const changed = items.filter((item) => item.startsWith('new'));
      const before = Object.fromEntries(items.map((item) => [item, { caption: captions[item] ?? null }]));
      const kept = items.filter((item) => item.startsWith('split')).length;
      return Promise.resolve({ added: changed, removed: changed, before, ...(kept > 0 && { kept }) });
    },
  } as unknown as LibraryView;
  const toasts = new Toasts();
  const actions = new ItemActions(view, { uid: me, batches: new Batches({ isOnline: () => true }) }, toasts);
  const undo = async () => {
    toasts.all[0]?.action?.onclick();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return {
    actions,
    calls,
    edits,
    keys,
    moves,
    captions,
    network,
    undo,
    texts: () => toasts.all.map(({ text }) => text),
  };
}

test('adding says what was already there, and undo removes only what was added', async () => {
  const { actions, calls, undo, texts } = setup();
  await actions.add([row('new1'), row('old'), row('new2')], album, '제주');
  expect(texts()).toEqual(['‘제주’ 앨범에 2장을 넣었어요. 1장은 이미 있어요.']);
  await undo();
  expect(calls).toEqual(['addToAlbum new1,old,new2', 'removeFromAlbum new1,new2']);
  expect(texts().at(-1)).toBe('되돌렸어요.');
});

test('adding what is there already cannot be undone', async () => {
  const { actions, calls, undo, texts } = setup();
  await actions.add([row('old')], album, '제주');
  expect(texts()).toEqual(['1장은 이미 있어요.']);
  await undo();
  expect(calls).toHaveLength(1);
});

test('undo after adding to a new album deletes the album', async () => {
  const { actions, calls, undo, texts } = setup();
  const onundone = vi.fn<() => void>();
  await actions.addToNew([row('new1')], album, '제주', onundone);
  await undo();
  expect(calls).toEqual(['addToAlbum new1', `deleteAlbum ${album}`]);
  expect(onundone).toHaveBeenCalledOnce();
  expect(texts().at(-1)).toBe('되돌렸어요.');
});

test('removing says how many stay, and undo adds what was removed', async () => {
  const { actions, calls, undo, texts } = setup();
  await actions.remove([row('new1'), row('only here')], album);
  expect(texts()).toEqual([
    '앨범에서 1장을 뺐어요. 1장은 이 앨범에만 있어서 그대로 두었어요. 지우려면 휴지통으로 옮겨 주세요.',
  ]);
  await undo();
  expect(calls).toEqual(['removeFromAlbum new1,only here', 'addToAlbum new1']);
});

test('taken out of all photos, items are only in their albums; undo adds them', async () => {
  const { actions, calls, undo, texts } = setup();
  await actions.remove([row('new1'), row('nowhere')], ALL);
  expect(texts()).toEqual([
    '1장은 이제 앨범에서만 보여요. 1장은 아직 어느 앨범에도 없어서 그대로 두었어요. 먼저 앨범에 넣어 주세요.',
  ]);
  await undo();
  expect(calls).toEqual(['removeFromAlbum new1,nowhere', 'addToAlbum new1']);
});

test('added to all photos again, items can be seen there; undo removes them', async () => {
  const { actions, calls, undo, texts } = setup();
  await actions.addToAll([row('new1')]);
  expect(texts()).toEqual(['1장을 이제 ‘모든 사진’\u2060에서도 볼 수 있어요.']);
  await undo();
  expect(calls).toEqual(['addToAlbum new1', 'removeFromAlbum new1']);
});

test('an owner moves everything to the trash, and undo restores it', async () => {
  const { actions, calls, undo, texts } = setup('trash-items', 'trash-own-items');
  await actions.trash([row('a'), row('b', sister)]);
  expect(texts()).toEqual(['2장을 휴지통으로 옮겼어요.']);
  await undo();
  expect(calls).toEqual(['trashItems a,b', 'restoreItems a,b']);
});

test('an editor moves only what they added, and is told so', async () => {
  const { actions, calls, texts } = setup('trash-own-items');
  await actions.trash([row('a'), row('b', sister)]);
  await actions.restore([row('c', sister)]);
  expect(calls).toEqual(['trashItems a']);
  expect(texts()).toEqual([
    '1장을 휴지통으로 옮겼어요. 1장은 다른 가족이 올린 사진이라 그대로 두었어요.',
    '1장은 다른 가족이 올린 사진이라 그대로 두었어요.',
  ]);
});

test('captions are changed, and undo gives each item the edit that it had', async () => {
  const { actions, edits, captions, undo, texts } = setup();
  Object.assign(captions, { a: '산', c: '산' });
  const ofFile: EntryRow = ['b' as ItemId, { by: me, caption: '카메라' } as EntryRow[1]];
  await actions.changeCaptions([row('a'), ofFile, row('c')], '바다');
  expect(texts()).toEqual(['3장에 설명을 썼어요.']);
  await undo();
  expect(edits).toEqual([
    ['a,b,c', { caption: '바다' }],
    ['a,c', { caption: '산' }],
    ['b', { caption: null }],
  ]);
});

test('a place of many is one edit, which is undone', async () => {
  const { actions, edits, undo, texts } = setup();
  await actions.changePlaces([row('a'), row('b')], '협재');
  expect(texts()).toEqual(['2장에 장소를 적었어요.']);
  await undo();
  expect(edits).toEqual([
    ['a,b', { placeName: '협재' }],
    ['a,b', { caption: null }],
  ]);
});

test('an edit without a response is repeated with its key, and undo has another', async () => {
  const { actions, edits, keys, network, undo, texts } = setup();
  network.lost = 1;
  await actions.changeDates([row('a')], { shiftMinutes: 60 });
  expect(texts()).toEqual(['1장의 날짜를 바꿨어요.']);
  await undo();
  expect(edits).toHaveLength(3);
  expect(keys[0]).toMatch(/^[a-z2-7]{20}$/);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

test('moving sends the items in order, in parts of one call each, and undo sends the places that they had', async () => {
  const { actions, moves, undo, texts } = setup();
  const rows = Array.from({ length: 202 }, (_, n): EntryRow => {
    const [id, entry] = row(`${n === 1 ? 'left' : 'new'}${String(n)}`);
    return [id, n === 0 ? { ...entry, orderKey: '~~!V' } : entry];
  });
  const before = 'b' as ItemId;
  await actions.move(rows, album, before);
  expect(texts()).toEqual(['201장의 자리를 옮겼어요.']);
  const items = rows.map(([id]) => id);
  expect(moves).toEqual([
    { items: items.slice(0, 200), before },
    { items: items.slice(200), before },
  ]);
  await undo();
  const places = items.filter((id) => id !== 'left1').map((id, n) => [id, n === 0 ? '~~!V' : null] as const);
  expect(moves.slice(2)).toEqual([
    { orderKeys: Object.fromEntries(places.slice(0, 200)) },
    { orderKeys: Object.fromEntries(places.slice(200)) },
  ]);
  expect(texts().at(-1)).toBe('되돌렸어요.');
});

test('deleting forever has no undo', async () => {
  const { actions, calls, undo, texts } = setup('trash-items', 'purge-items');
  await actions.purge([row('a')]);
  await undo();
  expect([calls, texts()]).toEqual([['purgeItems a'], ['1장을 완전히 삭제했어요.']]);
});

test('deleting forever says that videos with sections stay', async () => {
  const { actions, texts } = setup('trash-items', 'purge-items');
  await actions.purge([row('a'), row('split1')]);
  const kept = '나눈 동영상이 남아 있어서 원래 동영상 1개는 휴지통에 그대로 뒀어요.';
  expect(texts()).toEqual(['1장을 완전히 삭제했어요.', kept]);
});
