import type { EntryRow } from '@maru/model/album-index/order';
import type { ItemId } from '@maru/model/ids';
import { expect, test, vi } from 'vitest';
import { arraySource } from '#lib/features/grid/grid-source.fake.ts';
import { FakeSelectionMode } from '#lib/features/selection/selection-mode.fake.svelte.ts';
import { Selection } from '#lib/features/selection/selection.svelte.ts';
import { ItemMover } from './item-mover.ts';

const rows = [0, 1, 2, 3].map((n) => [`item${String(n)}`, { ratio: 1, addedAt: n }] as unknown as EntryRow);

function setup(canMove = true) {
  const selection = new Selection(new FakeSelectionMode());
  for (const n of [2, 0]) selection.set(rows.slice(n, n + 1), true);
  const moved = vi.fn<(items: string, before: ItemId | null) => void>();
  const focusGrid = vi.fn();
  const mover = new ItemMover(() => ({
    ...{ selection, source: arraySource(rows), canMove, focusGrid },
    onmove: (of, before) => moved(of.map(([item]) => item).join(' '), before),
  }));
  return { selection, moved, mover, focusGrid };
}

test('moves selected items in their order: to the start, to the end, before a picked one', () => {
  const places = [0, 1, 'item3' as ItemId].map((target) => {
    const { selection, moved, mover, focusGrid } = setup();
    mover.start();
    expect(focusGrid).toHaveBeenCalledOnce();
    const targets = mover.targets as readonly { onclick: () => void }[];
    if (typeof target === 'number') targets[target]?.onclick();
    else selection.pick?.(target);
    expect(selection.isOn).toBe(false);
    return moved.mock.calls;
  });
  expect(places).toEqual([[['item0 item2', 'item1']], [['item0 item2', null]], [['item0 item2', 'item3']]]);
});

test('moves nothing, and selects on, if the order changed meanwhile', () => {
  const { selection, moved, mover } = setup(false);
  mover.start();
  selection.pick?.('item3' as ItemId);
  expect(moved).not.toHaveBeenCalled();
  expect([selection.count, selection.isOn, selection.pick]).toEqual([2, true, undefined]);
});
