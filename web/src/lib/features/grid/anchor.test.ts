import type { Entry, ItemId } from '@maru/model';
import { justify, tileAt, type JustifiedLayout } from '@maru/model/media/justified-layout';
import { expect, test } from 'vitest';
import { anchorAt, anchorAtTop, topForAnchor } from './anchor.ts';
import { arraySource } from './grid-source.fake.ts';
import type { GridSource } from './grid-source.ts';

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n): [ItemId, Entry] => [
    `item${String(from + n)}` as ItemId,
    { ratio: 0.6 + ((from + n) % 7) / 5 } as Entry,
  ]);
const layOut = (source: GridSource, width = 360, rowHeight = 150): JustifiedLayout =>
  justify(source.ratios, [source.count], { width, rowHeight, gap: 3, headingHeight: 48 });
const before = arraySource(rows(100, 400));
const layout = layOut(before);

test('the first tile in view stays where it is when entries arrive above and when the width changes', () => {
  const anchor = anchorAtTop(layout, before, 5000);
  const index = anchor?.index ?? 0;
  const offset = (tileAt(layout, index)?.y ?? 0) - 5000;
  expect(offset).toBeLessThanOrEqual(3);
  for (const [source, width] of [
    [arraySource(rows(0, 400)), 360],
    [arraySource(rows(100, 300)), 360],
    [before, 740],
  ] as const) {
    const next = layOut(source, width);
    const top = anchor && topForAnchor(next, source, anchor);
    const item = before.at(index)?.[0] ?? ('' as ItemId);
    expect((tileAt(next, source.indexOf(item))?.y ?? 0) - (top ?? 0)).toBeCloseTo(offset, 6);
  }
});

test('the point in the middle of the window stays there when the size of tiles changes', () => {
  const anchor = anchorAt(layout, before, 5000, 370);
  const next = layOut(before, 360, 90);
  const top = (anchor && topForAnchor(next, before, anchor)) ?? NaN;
  const tile = tileAt(next, anchor?.index ?? 0);
  expect(anchor?.fraction).toBeGreaterThan(0);
  expect(top + 370).toBeCloseTo((tile?.y ?? 0) + (anchor?.fraction ?? 0) * (tile?.height ?? 0), 6);
});

test('an item that is gone or not loaded is replaced by the one at its index', () => {
  const anchor = anchorAtTop(layout, before, 5000);
  const source = arraySource(rows(500, 800));
  const next = layOut(source);
  expect(anchor && topForAnchor(next, source, anchor)).toBeCloseTo(
    (tileAt(next, anchor?.index ?? 0)?.y ?? 0) - (anchor?.offset ?? 0),
    6,
  );
  const empty = arraySource([]);
  expect(anchor && topForAnchor(layOut(empty), empty, anchor)).toBeUndefined();
  expect(anchorAtTop(layOut(empty), empty, 0)).toBeUndefined();
});
