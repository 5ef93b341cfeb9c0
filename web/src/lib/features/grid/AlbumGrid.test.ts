import type { CaptureDate, Entry, ItemId, Uid } from '@maru/model';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import AlbumGrid from './AlbumGrid.svelte';
import { arraySource } from './grid-source.fake.ts';
import type { GridSource } from './grid-source.ts';

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
  takenAt: { local: '2019-05-03T14:10:00', precision: 'second', source: 'exif' },
};
const album = (n: number, of: Partial<Entry> = {}) =>
  Array.from({ length: n }, (_, i): readonly [ItemId, Entry] => [idOf(i), { ...photo, ...of }]);
const urlOf = (id: ItemId, _: Entry, file: string) => `https://pictures.example/${id}/${file}`;
const tileButtons = () => screen.getAllByRole('listitem').flatMap((tile) => within(tile).getAllByRole('button'));
const setup = (entries: ReturnType<typeof album>, onopen = vi.fn<(id: ItemId) => void>()) => ({
  onopen,
  ...render(AlbumGrid, { source: arraySource(entries), urlOf, onopen, ondensity: vi.fn() }),
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
  expect(screen.getByText('♪ 1:05')).toBeTruthy();
});

test('loads images by CORS without credentials, so that they can be cached', () => {
  const { container } = setup(album(1));
  expect(container.querySelector('img')?.crossOrigin).toBe('anonymous');
});

test('renders only the tiles near the viewport of two thousand, with one tab stop', () => {
  setup(album(2000));
  const tiles = tileButtons();
  expect(tiles.length).toBeGreaterThan(5);
  expect(tiles.length).toBeLessThan(80);
  expect(tiles.filter((tile) => tile.tabIndex === 0)).toHaveLength(1);
  expect(screen.getAllByRole('listitem')[0]?.getAttribute('aria-setsize')).toBe('2000');
});

test('keys move the focus up to the end of the album', async () => {
  setup(album(2000));
  const [first] = tileButtons();
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
  render(AlbumGrid, { source: arraySource(album(2000)), urlOf, onopen: vi.fn(), returnTo: idOf(700) });
  await vi.waitFor(() => {
    expect(document.activeElement?.getAttribute('data-item')).toBe(idOf(700));
  });
});

test.each([
  [true, '불러오지 못했어요'],
  [false, '인터넷이 있어야 보여요'],
])('shows a message for an image that fails, and loads it again; online: %s', async (onLine, message) => {
  vi.useFakeTimers();
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(onLine);
  const { container } = setup(album(1));
  const first = container.querySelector('img');
  if (first) await fireEvent.error(first);
  expect(screen.getByText(message)).toBeTruthy();
  expect(container.querySelector('img')).toBeNull();
  await vi.advanceTimersByTimeAsync(2000);
  expect(container.querySelector('img')).not.toBeNull();
  expect(screen.queryByText(message)).toBeNull();
});

test('marks and names a motion photo; shows text for an unsupported image', () => {
  const { container } = setup([
    ...album(1, { variants: ['720'], duration: 3 }),
    ...album(2, { isUnsupported: true, ratio: 1 }).slice(1),
  ]);
  expect(screen.getByRole('button', { name: /^움직이는 사진, 2019년/ })).toBeTruthy();
  expect(container.querySelectorAll('.mark')).toHaveLength(1);
  expect(screen.getByRole('button', { name: /^여기서 볼 수 없는 사진, 2019년/ })).toBeTruthy();
  expect(screen.getByText('여기서 볼 수 없어요')).toBeTruthy();
  expect([...container.querySelectorAll('img')].map(({ src }) => src)).toEqual([urlOf(idOf(0), photo, 'grid')]);
});

const inMonths = (...months: string[]) =>
  months.flatMap((month, n) =>
    Array.from({ length: 4 }, (_, i): readonly [ItemId, Entry] => {
      const { takenAt, ...undated } = photo;
      const local = `${month}-03T10:00:00`;
      return [idOf(4 * n + i), month === '' ? undated : { ...photo, takenAt: { ...takenAt, local } as CaptureDate }];
    }),
  );
const headings = () => screen.getAllByRole('heading', { level: 2 }).map((one) => one.textContent.trim());
const itemsInOrder = () => screen.getAllByRole('listitem').map((one) => one.querySelector('button')?.dataset['item']);

test('shows a list per month under its heading, and the undated entries last', () => {
  setup(inMonths('2019-07', '2019-08', ''));
  expect(headings()).toEqual(['2019년 7월', '2019년 8월', '날짜 없음']);
  const lists = screen.getAllByRole('list').map((list) => list.getAttribute('aria-label'));
  expect(lists).toEqual(['사진과 동영상, 2019년 7월', '사진과 동영상, 2019년 8월', '사진과 동영상, 날짜 없음']);
  const [first] = within(screen.getByRole('list', { name: /8월/ })).getAllByRole('listitem');
  expect([first?.getAttribute('aria-posinset'), first?.getAttribute('aria-setsize')]).toEqual(['1', '4']);
});

test('newest first reverses the months and the entries, but not the undated ones to the top', () => {
  const source = arraySource(inMonths('2019-07', '2019-08', ''));
  render(AlbumGrid, { source, order: 'newest-first', urlOf, onopen: vi.fn() });
  expect(headings()).toEqual(['2019년 8월', '2019년 7월', '날짜 없음']);
  expect(itemsInOrder()).toEqual([7, 6, 5, 4, 3, 2, 1, 0, 11, 10, 9, 8].map(idOf));
});

test('an album without dates has no headings', () => {
  setup(inMonths(''));
  expect(screen.queryAllByRole('heading')).toEqual([]);
  expect(screen.getByRole('list', { name: '사진과 동영상' })).toBeTruthy();
});

test('shows empty tiles at the same places until their entries are loaded, and requests those in view', () => {
  const loaded = arraySource(album(2000));
  const load = vi.fn<GridSource['load']>();
  const at = (index: number) => (index < 3 ? loaded.at(index) : undefined);
  const { container } = render(AlbumGrid, { source: { ...loaded, at, load }, urlOf, onopen: vi.fn() });
  expect(screen.getAllByRole('listitem')).toHaveLength(3);
  const styles = () =>
    [...container.querySelectorAll<HTMLElement>('[role=list] > *')].map((tile) => tile.style.cssText);
  const before = styles();
  expect(load).toHaveBeenLastCalledWith(0, before.length);
  cleanup();
  const { container: complete } = setup(album(2000));
  expect([...complete.querySelectorAll<HTMLElement>('[role=list] > *')].map((tile) => tile.style.cssText)).toEqual(
    before,
  );
});

test('a tile keeps the focus while its entry is replaced', async () => {
  const { rerender } = setup(album(50));
  tileButtons()[4]?.focus();
  await rerender({
    source: arraySource(
      inMonths('2018-01')
        .map(([id, entry]) => [`old${id}` as ItemId, entry] as const)
        .concat(album(50)),
    ),
  });
  expect(document.activeElement?.getAttribute('data-item')).toBe(idOf(4));
  expect(document.activeElement?.getAttribute('data-at')).toBe('8');
});

test('buttons change the size of the tiles', async () => {
  const ondensity = vi.fn<(density: string) => void>();
  const { rerender } = render(AlbumGrid, { source: arraySource(album(50)), urlOf, onopen: vi.fn(), ondensity });
  const height = () => screen.getAllByRole('listitem')[0]?.style.height;
  const medium = height();
  await fireEvent.click(screen.getByRole('button', { name: '크게 보기' }));
  expect(ondensity).toHaveBeenCalledExactlyOnceWith('large');
  await rerender({ density: 'large' });
  expect(Number.parseFloat(height() ?? '')).toBeGreaterThan(Number.parseFloat(medium ?? ''));
  expect(screen.getByRole('button', { name: '크게 보기' })).toHaveProperty('disabled', true);
  await fireEvent.click(screen.getByRole('button', { name: '작게 보기' }));
  expect(ondensity).toHaveBeenLastCalledWith('medium');
});

test('a heading opens the list of months', async () => {
  setup(inMonths('2019-06', '2019-07', '2019-08', '2019-09', '2019-10', '2019-11'));
  await fireEvent.click(screen.getByRole('button', { name: '2019년 7월' }));
  expect(screen.getByRole('button', { name: /^2019년\s*24장/ })).toBeTruthy();
});

test('a short album has no toolbar and no scrubber; a long one has both', () => {
  const created = new MutationObserver(() => undefined);
  created.observe(document.body, { childList: true, subtree: true });
  setup(album(5));
  expect(screen.queryByRole('button', { name: '크게 보기' })).toBeNull();
  // Not even until the width is known.
  const nodes = created.takeRecords().flatMap(({ addedNodes }) => [...addedNodes]);
  expect(nodes.filter((node) => node instanceof Element && node.querySelector('[role=slider]'))).toEqual([]);
  expect(screen.queryByRole('slider')).toBeNull();
  cleanup();
  setup(album(2000));
  expect(screen.getByRole('button', { name: '크게 보기' })).toBeTruthy();
  expect(screen.getByRole('slider')).toBeTruthy();
});

test('a long album has no toolbar if nothing can be done with it', () => {
  const { container } = render(AlbumGrid, {
    source: arraySource(album(2000)),
    urlOf,
    onopen: vi.fn(),
    order: 'by-hand',
  });
  expect([...container.children].map((child) => child.className.split(' ')[0])).toEqual(['grid']);
});

test('focuses its tab stop, also one that is loaded later', async () => {
  const rows = album(3);
  const loaded = arraySource(rows);
  const { component, rerender } = render(AlbumGrid, {
    ...{ urlOf, onopen: vi.fn() },
    source: { ...loaded, at: () => undefined },
  });
  const grid = component as { focus: () => Promise<void> };
  const other = document.body.appendChild(document.createElement('button'));
  other.focus();
  await grid.focus();
  await rerender({ source: loaded });
  const [first, second] = tileButtons();
  expect(document.activeElement).toBe(first);
  second?.focus();
  other.focus();
  await grid.focus();
  expect(document.activeElement).toBe(second);
  other.remove();
});
