import type { Entry, ItemId } from '@maru/model';
import { beforeEach, describe, expect, test } from 'vitest';
import { arraySource } from '../grid/grid-source.fake.ts';
import { newestFirst, type GridSource } from '../grid/grid-source.ts';
import { monthsOf } from '../grid/months/months.ts';
import { GridSelection } from './grid-selection.ts';
import { FakeSelectionMode } from './selection-mode.fake.svelte.ts';
import { Selection } from './selection.svelte.ts';

const idOf = (n: number): ItemId => `item${String(n)}` as ItemId;

/** Photos in album order; `months` are their months, undefined if undated. */
const album = (...months: (string | undefined)[]) =>
  months.map((month, n): readonly [ItemId, Entry] => [
    idOf(n),
    {
      ratio: 1,
      addedAt: n,
      ...(month !== undefined && { takenAt: { local: `${month}-03T10:00:00`, precision: 'second', source: 'exif' } }),
    } as Entry,
  ]);

/** Only the first `loaded` entries are loaded; `release` loads the others. */
function slowSource(all: GridSource, loaded: number): { source: GridSource; release: () => void } {
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const source: GridSource = {
    ...all,
    at: (index) => (index < loaded ? all.at(index) : undefined),
    async *rows(from, to, signal) {
      for await (const rows of all.rows(from, Math.min(to, loaded), signal)) yield rows;
      if (to > loaded) await gate;
      for await (const rows of all.rows(Math.max(from, loaded), to, signal)) yield rows;
    },
  };
  return { source, release };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const selected = (selection: Selection): string =>
  selection.rows
    .map(([id]) => id.slice(4))
    .toSorted()
    .join(' ');

let selection: Selection;
beforeEach(() => {
  selection = new Selection(new FakeSelectionMode());
});

const monthly = () => album('2019-07', '2019-07', '2019-08', '2019-08', '2019-08', undefined);
const setup = (source: GridSource = arraySource(monthly())) => new GridSelection(selection, () => source);
const click = (keys: Partial<MouseEvent> = {}) =>
  ({ shiftKey: false, ctrlKey: false, metaKey: false, ...keys }) as MouseEvent;
const key = (name: string, shiftKey = false) => ({ key: name, shiftKey }) as KeyboardEvent;

describe('clicks', () => {
  test('open tiles, and toggle them in selection mode', () => {
    const grid = setup();
    expect(grid.click(1, click())).toBe(false);
    expect(selection.isOn).toBe(false);
    selection.begin();
    expect(grid.click(1, click())).toBe(true);
    expect(grid.click(3, click())).toBe(true);
    expect([selected(selection), selection.count, selection.has(idOf(1))]).toEqual(['1 3', 2, true]);
    grid.click(1, click());
    expect(selected(selection)).toBe('3');
    void selection.end();
    expect([selection.isOn, selection.count]).toEqual([false, 0]);
  });

  test.each(['ctrlKey', 'metaKey', 'shiftKey'])('start selection mode with %s', (modifier) => {
    expect(setup().click(2, click({ [modifier]: true }))).toBe(true);
    expect([selection.isOn, selected(selection)]).toEqual([true, '2']);
  });

  test('with Shift select from the last tile, and from it again with another end', () => {
    const grid = setup();
    grid.toggle(4);
    grid.toggle(1);
    grid.click(3, click({ shiftKey: true }));
    expect(selected(selection)).toBe('1 2 3 4');
    grid.click(0, click({ shiftKey: true }));
    expect(selected(selection)).toBe('0 1 4');
  });

  test('with Shift find the last tile after others arrived before it', () => {
    let source = arraySource(monthly());
    const grid = new GridSelection(selection, () => source);
    grid.toggle(1);
    source = arraySource([...album('2018-01').map(([, entry]) => ['itemx' as ItemId, entry] as const), ...monthly()]);
    grid.click(4, click({ shiftKey: true }));
    expect(selected(selection)).toBe('1 2 3');
  });

  test('with Shift select what is not loaded yet when it is', async () => {
    const { source, release } = slowSource(arraySource(monthly()), 2);
    const all = { ...source, at: (index: number) => (index === 4 ? monthly()[4] : source.at(index)) };
    const grid = setup(all);
    grid.toggle(0);
    grid.click(4, click({ shiftKey: true }));
    await settle();
    expect([selected(selection), selection.loading]).toEqual(['0 1 4', 3]);
    release();
    await settle();
    expect([selected(selection), selection.loading]).toEqual(['0 1 2 3 4', 0]);
  });

  test('newest first, ranges follow the order on screen across the undated entries', async () => {
    // On screen: 2 1 0, undated 4 3.
    const source = newestFirst(arraySource(album('2019-07', '2019-07', '2019-08', undefined, undefined)));
    const grid = setup(source);
    grid.toggle(1);
    grid.click(3, click({ shiftKey: true }));
    expect(selected(selection)).toBe('0 1 4');
    selection.begin();
    await selection.select(source, 2, 5);
    expect(selected(selection)).toBe('0 3 4');
  });
});

describe('keys', () => {
  test.each([' ', 'x'])('%j toggles a tile and starts selection mode', (name) => {
    const grid = setup();
    expect(grid.press(key(name), 2, undefined)).toBe(true);
    expect([selection.isOn, selected(selection)]).toEqual([true, '2']);
    grid.press(key(name), 2, undefined);
    expect([selection.isOn, selected(selection)]).toEqual([true, '']);
  });

  test('with Shift extend the range and shrink it again; a move without Shift starts another', () => {
    const grid = setup();
    expect(grid.press(key('ArrowRight'), 0, 1)).toBe(false);
    expect(grid.press(key('ArrowRight', true), 1, 2)).toBe(true);
    grid.press(key('ArrowRight', true), 2, 3);
    expect(selected(selection)).toBe('1 2 3');
    grid.press(key('ArrowLeft', true), 3, 2);
    expect(selected(selection)).toBe('1 2');
    grid.press(key('ArrowRight'), 2, 3);
    grid.press(key('ArrowRight', true), 4, 5);
    expect(selected(selection)).toBe('1 2 4 5');
  });
});

describe('dragging', () => {
  test('selects the tiles from the first to the last, and those that are left as before', () => {
    const grid = setup();
    expect(grid.drag(1)).toBeUndefined();
    grid.toggle(3);
    const range = grid.drag(1);
    range?.moveTo(4);
    expect(selected(selection)).toBe('1 2 3 4');
    range?.moveTo(2);
    expect(selected(selection)).toBe('1 2 3');
    range?.moveTo(0);
    expect(selected(selection)).toBe('0 1 3');
  });

  test('from a selected tile deselects', () => {
    const grid = setup();
    for (const index of [0, 1, 3]) grid.toggle(index);
    grid.drag(0)?.moveTo(2);
    expect(selected(selection)).toBe('3');
  });
});

describe('months', () => {
  const [july, august, undated] = monthsOf(arraySource(monthly()).days);

  test('are selected as a whole, and deselected if all of them is selected', async () => {
    const source = arraySource(monthly());
    if (!july || !august || !undated) throw new Error('three months');
    setup(source).toggle(2);
    expect([july, august, undated].map((month) => selection.partOf(month))).toEqual(['none', 'some', 'none']);
    await selection.toggleMonth(source, august);
    await selection.toggleMonth(source, undated);
    expect(selected(selection)).toBe('2 3 4 5');
    expect([july, august, undated].map((month) => selection.partOf(month))).toEqual(['none', 'all', 'all']);
    await selection.toggleMonth(source, august);
    expect(selected(selection)).toBe('5');
    expect(selection.partOf(august)).toBe('none');
  });

  test('follow when they are loaded, unless selection mode has ended', async () => {
    const { source, release } = slowSource(arraySource(monthly()), 3);
    if (!august) throw new Error('no month');
    selection.begin();
    const first = selection.toggleMonth(source, august);
    await settle();
    expect([selected(selection), selection.loading, selection.partOf(august)]).toEqual(['2', 2, 'some']);
    void selection.end();
    expect(selection.loading).toBe(0);
    selection.begin();
    release();
    await first;
    expect([selected(selection), selection.loading]).toEqual(['', 0]);
    await selection.toggleMonth(source, august);
    expect(selected(selection)).toBe('2 3 4');
  });
});

test('ten thousand items are selected at once', async () => {
  const source = arraySource(album(...Array.from({ length: 10_000 }, () => '2019-07')));
  await selection.select(source, 0, source.count);
  expect([selection.count, selection.isOn]).toEqual([10_000, true]);
});
