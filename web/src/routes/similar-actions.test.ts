import { expect, test, vi } from 'vitest';
import type { EntryRow } from '@maru/model/album-index/order';
import { ALL, type AlbumId, type ItemId } from '@maru/model/ids';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import type { BatchTask } from '#lib/state/batches.svelte.ts';
import { Toasts } from '#lib/ui/feedback/toasts.svelte.ts';
import { keepAll, keepOne } from './similar-actions.ts';

overwriteGetLocale(() => 'ko');

const album = 'a'.repeat(20) as AlbumId;
const row = (id: string, of: object = {}): EntryRow => [id as ItemId, of as EntryRow[1]];
const stack = [row('best'), row('copy'), row('kept', { isKept: true })];

/** Batches that run at once; those of a `refused` kind are stopped before they send anything. */
function setup({ refused }: { refused?: BatchTask['kind'] } = {}) {
  const calls: string[] = [];
  const call = (name: string, request: { items: ItemId[]; album?: AlbumId; edit?: object }) => {
    const { items, album: to, edit } = request;
    calls.push([name, items.join(), to, edit && JSON.stringify(edit)].filter((part) => part !== undefined).join(' '));
    return Promise.resolve({ added: items, removed: items });
  };
  const run = async ({ kind, items, send }: BatchTask) =>
    kind === refused ? { sent: 0, changed: [] } : { sent: items.length, changed: await send(items) };
  const toasts = new Toasts();
  const onback = vi.fn<() => void>();
  const ports = { view: { call }, account: { batches: { run } }, toasts } as unknown as Parameters<typeof keepAll>[0];
  const undo = async (): Promise<void> => {
    toasts.all[0]?.action?.onclick();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { ports, decision: { stack, onback }, calls, onback, undo, texts: () => toasts.all.map(({ text }) => text) };
}

test('the photo that is kept takes the place of the others in their albums, and undo restores all', async () => {
  const { ports, decision, calls, onback, undo, texts } = setup();
  await keepOne(ports, decision, 'best' as ItemId, [album]);
  expect(calls).toEqual([`addToAlbum best ${album}`, 'trashItems copy,kept']);
  expect([texts(), onback.mock.calls]).toEqual([['2장을 휴지통으로 옮겼어요.'], []]);
  await undo();
  expect(calls.slice(2)).toEqual(['restoreItems copy,kept', `removeFromAlbum best ${album}`]);
  expect([texts().at(-1), onback.mock.calls.length]).toEqual(['되돌렸어요.', 1]);
});

test('nothing goes to the trash if the photo that is kept could not be added to their albums', async () => {
  const { ports, decision, calls, onback, texts } = setup({ refused: 'add' });
  await keepOne(ports, decision, 'best' as ItemId, [album]);
  expect([calls, texts(), onback.mock.calls.length]).toEqual([[], [], 1]);
});

test('it leaves their albums again if the others stay', async () => {
  const { ports, decision, calls, onback } = setup({ refused: 'trash' });
  await keepOne(ports, decision, 'best' as ItemId, [ALL]);
  expect([calls, onback.mock.calls.length]).toEqual([['addToAlbum best all', 'removeFromAlbum best all'], 1]);
});

test('keeping all is remembered, and undo forgets only what this decision added', async () => {
  const { ports, decision, calls, onback, undo, texts } = setup();
  await keepAll(ports, decision);
  expect(texts()).toEqual(['3장을 모두 남겼어요.']);
  await undo();
  expect(calls).toEqual(['editItems best,copy {"isKept":true}', 'editItems best,copy {"isKept":null}']);
  expect(onback).toHaveBeenCalledOnce();
});
