import type { Entry, ItemId, Uid } from '@maru/model';
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import AlbumGrid from './AlbumGrid.svelte';

const idOf = (n: number) => `item${String(n)}` as ItemId;
const photo: Entry = {
  kind: 'photo',
  state: 'ready',
  by: 'mum' as Uid,
  rev: 1,
  token: 't',
  ratio: 1.5,
  variants: [],
  addedAt: 1,
  changed: 1,
  takenAt: { local: '2019-05-03T14:10:00', precision: 'second', source: 'exif' },
};
const album = (n: number, of: Partial<Entry> = {}) =>
  Array.from({ length: n }, (_, i) => [idOf(i), { ...photo, ...of }] as const);
const urlOf = (id: ItemId, _: Entry, file: string) => `https://pictures.example/${id}/${file}`;
const setup = (entries: ReturnType<typeof album>, onopen = vi.fn<(id: ItemId) => void>()) => ({
  onopen,
  ...render(AlbumGrid, { entries, urlOf, onopen }),
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

test('every tile has a label and opens', async () => {
  const { onopen } = setup([...album(1), ...album(2, { kind: 'video', duration: 12 }).slice(1)]);
  await fireEvent.click(screen.getByRole('button', { name: '사진, 2019년 5월 3일 금요일 오후 2:10' }));
  expect(onopen).toHaveBeenCalledWith(idOf(0));
  await fireEvent.click(screen.getByRole('button', { name: '동영상 12초, 2019년 5월 3일 금요일 오후 2:10' }));
  expect(onopen).toHaveBeenLastCalledWith(idOf(1));
  expect(screen.getByText(/0:12/)).toBeTruthy();
});

test('shows the poster of a video and no image for a sound', () => {
  const { container } = setup([
    ...album(1, { kind: 'video', duration: 12 }),
    ...album(2, { kind: 'sound', duration: 65 }).slice(1),
  ]);
  expect([...container.querySelectorAll('img')].map((img) => img.src)).toEqual([
    'https://pictures.example/item0/poster',
  ]);
  expect(screen.getByRole('button', { name: /^소리 1분 5초/ })).toBeTruthy();
  expect(screen.getByText('1:05')).toBeTruthy();
});

test('loads images by CORS without credentials, so that they can be cached', () => {
  const { container } = setup(album(1));
  expect(container.querySelector('img')?.crossOrigin).toBe('anonymous');
});

test('renders only the tiles near the viewport of two thousand, with one tab stop', () => {
  setup(album(2000));
  const tiles = screen.getAllByRole('button');
  expect(tiles.length).toBeGreaterThan(5);
  expect(tiles.length).toBeLessThan(80);
  expect(tiles.filter((tile) => tile.tabIndex === 0)).toHaveLength(1);
  expect(screen.getAllByRole('listitem')[0]?.getAttribute('aria-setsize')).toBe('2000');
});

test('keys move the focus up to the end of the album', async () => {
  setup(album(2000));
  const first = screen.getAllByRole('button')[0];
  first?.focus();
  if (first) await fireEvent.keyDown(first, { key: 'ArrowRight' });
  await vi.waitFor(() => {
    expect(document.activeElement?.getAttribute('data-item')).toBe(idOf(1));
  });
  await fireEvent.keyDown(document.activeElement ?? document.body, { key: 'End' });
  await vi.waitFor(() => {
    expect(document.activeElement?.getAttribute('data-item')).toBe(idOf(1999));
  });
});

test('focuses the tile to return to', async () => {
  render(AlbumGrid, { entries: album(2000), urlOf, onopen: vi.fn(), returnTo: idOf(700) });
  await vi.waitFor(() => {
    expect(document.activeElement?.getAttribute('data-item')).toBe(idOf(700));
  });
});

test('shows a message for an image that fails, and loads it again', async () => {
  vi.useFakeTimers();
  const { container } = setup(album(1));
  const first = container.querySelector('img');
  if (first) await fireEvent.error(first);
  expect(screen.getByText('인터넷이 있어야 보여요')).toBeTruthy();
  expect(container.querySelector('img')).toBeNull();
  await vi.advanceTimersByTimeAsync(2000);
  expect(container.querySelector('img')).not.toBeNull();
  expect(screen.queryByText('인터넷이 있어야 보여요')).toBeNull();
});

test('marks and names a motion photo; shows text for an unsupported image', () => {
  const { container } = setup([
    ...album(1, { variants: ['720'], duration: 3 }),
    ...album(2, { isUnsupported: true, ratio: 1 }).slice(1),
  ]);
  expect(screen.getByRole('button', { name: /^움직이는 사진, 2019년/ })).toBeTruthy();
  expect(container.querySelectorAll('.motion')).toHaveLength(1);
  expect(screen.getByRole('button', { name: /^여기서 볼 수 없는 사진, 2019년/ })).toBeTruthy();
  expect(screen.getByText('여기서 볼 수 없어요')).toBeTruthy();
  expect([...container.querySelectorAll('img')].map(({ src }) => src)).toEqual([urlOf(idOf(0), photo, 'grid')]);
});
