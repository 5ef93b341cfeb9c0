import Settings from '@lucide/svelte/icons/settings-2';
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import Menu from './Menu.svelte';
import { openMenus } from './popovers.fake.ts';

test('opens a group of buttons, not a menu; the current setting is pressed', async () => {
  const onpick = vi.fn<() => void>();
  const items = [
    { label: '보통', icon: Settings, chosen: true, onpick },
    { label: '2배', icon: Settings, chosen: false, onpick },
  ];
  const { container } = render(Menu, { icon: Settings, label: '속도', items });
  const opener = screen.getByRole('button', { name: '속도' });
  expect(opener.hasAttribute('aria-haspopup')).toBe(false);
  const group = container.querySelector('[popover]');
  expect(opener.getAttribute('popovertarget')).toBe(group?.id);
  expect(group?.getAttribute('role')).toBe('group');
  expect(group?.children).toHaveLength(0);
  await openMenus();
  expect([...(group?.children ?? [])].map((item) => item.getAttribute('aria-pressed'))).toEqual(['true', 'false']);
});

test('a disabled item says so and does nothing', async () => {
  const onpick = vi.fn<() => void>();
  render(Menu, { icon: Settings, label: '더보기', items: [{ label: '작게', icon: Settings, disabled: true, onpick }] });
  await openMenus();
  const item = screen.getByRole('button', { name: '작게' });
  expect(item.getAttribute('aria-disabled')).toBe('true');
  await fireEvent.click(item);
  expect(onpick).not.toHaveBeenCalled();
});

test('closes before an action, but stays open for one that can be repeated', async () => {
  const close = vi.fn<() => void>();
  HTMLElement.prototype.hidePopover = close;
  const [onrotate, onsave] = [vi.fn<() => void>(), vi.fn<() => void>()];
  const items = [
    { label: '돌리기', icon: Settings, staysOpen: true, onpick: onrotate },
    { label: '저장', icon: Settings, onpick: onsave },
  ];
  render(Menu, { icon: Settings, label: '더보기', items });
  await openMenus();
  await fireEvent.click(screen.getByRole('button', { name: '돌리기' }));
  expect(onrotate).toHaveBeenCalledOnce();
  expect(close).not.toHaveBeenCalled();
  await fireEvent.click(screen.getByRole('button', { name: '저장' }));
  expect(onsave).toHaveBeenCalledOnce();
  expect(close).toHaveBeenCalledOnce();
});

test('an item keeps its button while others come, so that a press does what it was aimed at', async () => {
  const [onmerge, ontrash] = [vi.fn<() => void>(), vi.fn<() => void>()];
  const items = [{ label: '삭제', icon: Settings, onpick: ontrash }];
  const { rerender } = render(Menu, { icon: Settings, label: '앨범', items });
  await openMenus();
  const aimedAt = screen.getByRole('button', { name: '삭제' });
  await rerender({ items: [{ label: '합치기', icon: Settings, onpick: onmerge }, ...items, ...items] });
  await fireEvent.click(aimedAt);
  expect(onmerge).not.toHaveBeenCalled();
  expect(ontrash).toHaveBeenCalledOnce();
});
