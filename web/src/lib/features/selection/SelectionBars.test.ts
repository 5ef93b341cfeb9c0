import type { Entry, ItemId } from '@maru/model';
import Trash2 from '@lucide/svelte/icons/trash-2';
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { arraySource } from '../grid/grid-source.fake.ts';
import { FakeSelectionMode } from './selection-mode.fake.svelte.ts';
import { Selection } from './selection.svelte.ts';
import SelectionBars from './SelectionBars.svelte';

overwriteGetLocale(() => 'ko');
const rows = [0, 1, 2].map((n): readonly [ItemId, Entry] => [
  `item${String(n)}` as ItemId,
  { ratio: 1, addedAt: n } as Entry,
]);

function setup() {
  const selection = new Selection(new FakeSelectionMode());
  const onclick = vi.fn();
  const [ondelete, onsave] = [vi.fn(), vi.fn()];
  const actions = [{ label: '휴지통으로 이동', icon: Trash2, onclick }];
  const source = arraySource(rows);
  const hint = '어디로 옮길까요?';
  const { container } = render(SelectionBars, { selection, source, actions, hint, ondelete, onsave });
  const press = (key: string, keys: KeyboardEventInit = {}, target: Element = document.body) =>
    fireEvent.keyDown(target, { key, ...keys });
  return { selection, onclick, ondelete, onsave, container, press };
}

test('say how many are selected, and show the actions once something is', async () => {
  const { selection, onclick } = setup();
  expect(screen.queryByRole('status')).toBeNull();
  selection.begin();
  flushSync();
  expect(screen.getByRole('status').textContent).toContain('0장 선택');
  expect(screen.getByText('사진을 눌러서 골라 주세요')).toBeTruthy();
  expect(screen.queryByRole('button', { name: '휴지통으로 이동' })).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: '모두 선택' }));
  await vi.waitFor(() => expect(screen.getByRole('status').textContent).toContain('3장 선택'));
  await fireEvent.click(within(screen.getByRole('group')).getByRole('button', { name: '휴지통으로 이동' }));
  expect(onclick).toHaveBeenCalledOnce();
  await fireEvent.click(screen.getByRole('button', { name: '취소' }));
  expect([selection.isOn, screen.queryByRole('status')]).toEqual([false, null]);
});

test('keys: Ctrl+A selects all, Delete deletes, Shift+D saves, Escape ends', async () => {
  const { selection, ondelete, onsave, press } = setup();
  await press('Delete');
  await press('D', { shiftKey: true });
  await press('Escape');
  expect(selection.isOn).toBe(false);
  await press('a', { ctrlKey: true });
  await vi.waitFor(() => expect(selection.count).toBe(3));
  await press('Delete');
  await press('D', { shiftKey: true });
  expect([ondelete.mock.calls.length, onsave.mock.calls.length]).toEqual([1, 1]);
  await press('Escape');
  expect(selection.isOn).toBe(false);
  selection.begin();
  await press('Delete');
  expect(ondelete).toHaveBeenCalledOnce();
});

test('while an item is being picked, say what to do, and cancel only that', async () => {
  const { selection, ondelete, press } = setup();
  selection.set(rows.slice(0, 1), true);
  flushSync();
  expect(screen.getByRole('status').textContent).not.toContain('어디로 옮길까요?');
  selection.startPicking(() => undefined);
  flushSync();
  expect(screen.getByRole('status').textContent).toContain('어디로 옮길까요?');
  expect(screen.queryByRole('button', { name: '모두 선택' })).toBeNull();
  await press('a', { ctrlKey: true });
  await press('Delete');
  expect([selection.count, ondelete.mock.calls.length]).toEqual([1, 0]);
  await press('Escape');
  expect([selection.pick, selection.count]).toEqual([undefined, 1]);
  selection.startPicking(() => undefined);
  flushSync();
  await fireEvent.click(screen.getByRole('button', { name: '취소' }));
  expect([selection.pick, selection.isOn]).toEqual([undefined, true]);
  await press('Escape');
  expect(selection.isOn).toBe(false);
});

test('leave the keys of inputs and dialogs alone', async () => {
  const { selection, press } = setup();
  const input = document.body.appendChild(document.createElement('input'));
  await press('a', { ctrlKey: true }, input);
  expect(selection.isOn).toBe(false);
  selection.begin();
  const dialog = document.body.appendChild(document.createElement('dialog'));
  dialog.showModal();
  await press('Escape');
  expect(selection.isOn).toBe(true);
  dialog.remove();
  input.remove();
});

test('return the focus to where selecting began', async () => {
  const { selection } = setup();
  const before = document.body.appendChild(document.createElement('button'));
  before.focus();
  selection.begin();
  flushSync();
  const cancel = screen.getByRole('button', { name: '취소' });
  cancel.focus();
  await fireEvent.click(cancel);
  expect(document.activeElement).toBe(before);
  before.remove();
});
