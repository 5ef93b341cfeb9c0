import type { Entry, ItemId } from '@maru/model';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import AlbumGrid from '../grid/AlbumGrid.svelte';
import { arraySource } from '../grid/grid-source.fake.ts';
import { GridSelection } from './grid-selection.ts';
import { selectByPointer } from './pointer.ts';
import { FakeSelectionMode } from './selection-mode.fake.svelte.ts';
import { Selection } from './selection.svelte.ts';

const idOf = (n: number): ItemId => `item${String(n)}` as ItemId;
const album = (count: number) =>
  Array.from({ length: count }, (_, n): readonly [ItemId, Entry] => {
    const local = `2019-0${String(1 + Math.floor((9 * n) / count))}-03T10:00:00`;
    const takenAt = { local, precision: 'second', source: 'exif' };
    return [idOf(n), { kind: 'photo', ratio: 1.5, rev: 1, token: 't', variants: [], addedAt: n, takenAt } as never];
  });

overwriteGetLocale(() => 'ko');
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(360);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function setup(count = 40) {
  const selection = new Selection(new FakeSelectionMode());
  const onopen = vi.fn<(id: ItemId) => void>();
  const { container } = render(AlbumGrid, { source: arraySource(album(count)), urlOf: () => '', onopen, selection });
  const tile = (n: number): HTMLElement => {
    const found = container.querySelector<HTMLElement>(`[data-item="${idOf(n)}"]`);
    if (!found) throw new Error(`tile ${String(n)} is not rendered`);
    return found;
  };
  const selected = () => selection.rows.map(([id]) => Number(id.slice(4)));
  return { container, selection, onopen, tile, selected };
}

test('a button starts selecting, then a tap toggles a tile, and ending it opens tiles again', async () => {
  const { container, selection, onopen, tile, selected } = setup();
  expect([tile(0).getAttribute('aria-pressed'), container.querySelectorAll('.tick').length]).toEqual([null, 0]);
  await fireEvent.click(screen.getByRole('button', { name: '선택' }));
  expect(tile(0).getAttribute('aria-pressed')).toBe('false');
  await fireEvent.click(tile(0));
  await fireEvent.click(tile(2));
  expect(selected()).toEqual([0, 2]);
  expect([0, 1, 2].map((n) => tile(n).getAttribute('aria-pressed'))).toEqual(['true', 'false', 'true']);
  expect(onopen).not.toHaveBeenCalled();
  void selection.end();
  flushSync();
  expect([tile(0).getAttribute('aria-pressed'), container.querySelectorAll('.tick').length]).toEqual([null, 0]);
  await fireEvent.click(tile(1));
  expect(onopen).toHaveBeenCalledExactlyOnceWith(idOf(1));
});

test('while an item is being picked, a tap or a key picks it unless it is selected', async () => {
  const { container, selection, tile, selected } = setup();
  const pick = vi.fn<(id: ItemId) => void>();
  selection.set(album(40).slice(0, 2), true);
  selection.startPicking(pick);
  flushSync();
  expect([0, 2].map((n) => tile(n).getAttribute('aria-pressed'))).toEqual(['true', null]);
  expect(container.querySelectorAll('.tick')).toHaveLength(2);
  await fireEvent.click(tile(0));
  expect(pick).not.toHaveBeenCalled();
  await fireEvent.click(tile(5));
  await fireEvent.click(tile(6), { shiftKey: true });
  tile(7).focus();
  await fireEvent.keyDown(tile(7), { key: ' ' });
  await fireEvent.keyDown(tile(7), { key: 'ArrowRight', shiftKey: true });
  expect(pick.mock.calls).toEqual([[idOf(5)], [idOf(6)], [idOf(7)]]);
  expect(selected()).toEqual([0, 1]);
  void selection.end();
  selection.begin();
  flushSync();
  await fireEvent.click(tile(3));
  expect([selected(), pick.mock.calls.length]).toEqual([[3], 3]);
});

test('without a selection there is no such button, and no key selects', async () => {
  const { container } = render(AlbumGrid, { source: arraySource(album(40)), urlOf: () => '', onopen: vi.fn() });
  expect(screen.queryByRole('button', { name: '선택' })).toBeNull();
  const [first] = container.querySelectorAll('[data-item]');
  if (first) await fireEvent.keyDown(first, { key: 'x' });
  expect(screen.queryByRole('checkbox')).toBeNull();
});

test('a toggle changes only the tile and its month', async () => {
  const { container, selection, tile } = setup();
  selection.begin();
  flushSync();
  const changed: Node[] = [];
  const observer = new MutationObserver((changes) => changed.push(...changes.map(({ target }) => target)));
  observer.observe(container, { subtree: true, attributes: true, childList: true, characterData: true });
  await fireEvent.click(tile(3));
  await vi.waitFor(() => expect(changed).not.toEqual([]));
  observer.disconnect();
  const places = new Set(changed.map((node) => (node as Element).closest('[role=listitem], .heading')));
  expect(places).toEqual(new Set([tile(3).parentElement, screen.getAllByRole('checkbox')[0]?.parentElement]));
});

test('the checkbox of a month selects all of it', async () => {
  const { selection, selected, tile } = setup();
  selection.begin();
  flushSync();
  const january = screen.getByRole('checkbox', { name: '2019년 1월 모두 선택' });
  expect(january.getAttribute('aria-checked')).toBe('false');
  await fireEvent.click(tile(0));
  expect(january.getAttribute('aria-checked')).toBe('mixed');
  await fireEvent.click(january);
  await vi.waitFor(() => expect(january.getAttribute('aria-checked')).toBe('true'));
  expect(selected().toSorted()).toEqual([0, 1, 2, 3, 4]);
  await fireEvent.click(january);
  expect(selected()).toEqual([]);
});

test('a long touch selects, and the click that follows does not deselect; a short or moving one does not', async () => {
  vi.useFakeTimers();
  const { onopen, selected, tile } = setup();
  const touch = { pointerType: 'touch', isPrimary: true, button: 0, clientX: 10, clientY: 10 };
  await fireEvent.pointerDown(tile(1), touch);
  await vi.advanceTimersByTimeAsync(300);
  await fireEvent.pointerUp(tile(1), touch);
  await vi.advanceTimersByTimeAsync(300);
  expect(selected()).toEqual([]);
  await fireEvent.pointerDown(tile(1), touch);
  await fireEvent.pointerMove(tile(1), { ...touch, clientY: 40 });
  await vi.advanceTimersByTimeAsync(600);
  expect(selected()).toEqual([]);
  await fireEvent.pointerDown(tile(1), touch);
  await vi.advanceTimersByTimeAsync(600);
  await fireEvent.pointerUp(tile(1), touch);
  await fireEvent.click(tile(1), { detail: 1 });
  expect(selected()).toEqual([1]);
  await fireEvent.pointerDown(tile(2), touch);
  await fireEvent.pointerUp(tile(2), touch);
  await fireEvent.click(tile(2), { detail: 1 });
  expect(selected()).toEqual([1, 2]);
  expect(onopen).not.toHaveBeenCalled();
});

test('dragging with a mouse selects the tiles on the way', async () => {
  const { selection, selected, tile } = setup();
  const mouse = { pointerType: 'mouse', isPrimary: true, button: 0, buttons: 1, clientY: 300 };
  const drag = async () => {
    await fireEvent.pointerDown(tile(1), mouse);
    await fireEvent.pointerMove(tile(1), mouse);
    await fireEvent.pointerMove(tile(3), mouse);
    await fireEvent.pointerUp(tile(3), { ...mouse, buttons: 0 });
    await fireEvent.click(tile(1).parentElement ?? tile(1), { detail: 1 });
  };
  await drag();
  expect(selected()).toEqual([]);
  selection.begin();
  flushSync();
  await drag();
  expect(selected()).toEqual([1, 2, 3]);
  await fireEvent.click(tile(2), { detail: 1 });
  expect(selected()).toEqual([1, 3]);
});

test('a drag and a long touch select the photos under them when another one arrives before those', async () => {
  const rows = album(10);
  let source = arraySource(rows.slice(1));
  const selection = new Selection(new FakeSelectionMode());
  selection.begin();
  const drag = new GridSelection(selection, () => source).drag(3);
  drag?.moveTo(4);
  source = arraySource(rows);
  drag?.moveTo(6);
  expect(selection.rows.map(([id]) => id)).toEqual([4, 5, 6].map(idOf));

  vi.useFakeTimers();
  const tile = Object.assign(document.createElement('button'), { type: 'button' });
  tile.setAttribute('data-at', '3');
  document.body.append(tile);
  const toggle = vi.fn<(index: number) => void>();
  const stop = selectByPointer({ toggle, drag: () => undefined })(tile);
  await fireEvent.pointerDown(tile, { pointerType: 'touch', isPrimary: true, button: 0 });
  tile.setAttribute('data-at', '4');
  await vi.advanceTimersByTimeAsync(600);
  expect(toggle).toHaveBeenCalledExactlyOnceWith(4);
  stop?.();
  tile.remove();
});

test('keys: Space and x toggle, Shift with an arrow extends', async () => {
  const { onopen, selected, tile, selection } = setup();
  const press = (target: Element, name: string, shiftKey = false) => fireEvent.keyDown(target, { key: name, shiftKey });
  tile(0).focus();
  await press(tile(0), 'ArrowRight');
  await vi.waitFor(() => expect(document.activeElement).toBe(tile(1)));
  expect(selection.isOn).toBe(false);
  await press(tile(1), 'x');
  await press(tile(1), 'ArrowRight', true);
  await vi.waitFor(() => expect(document.activeElement).toBe(tile(2)));
  await press(tile(2), 'ArrowRight', true);
  expect(selected()).toEqual([1, 2, 3]);
  await press(tile(2), ' ');
  expect(selected()).toEqual([1, 2]);
  expect(onopen).not.toHaveBeenCalled();
  expect(within(screen.getByRole('list', { name: /1월/ })).getAllByRole('button', { pressed: true })).toHaveLength(2);
});
