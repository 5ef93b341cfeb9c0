import fc from 'fast-check';
import { expect, test } from 'vitest';
import { driftOf, follow, hasToCorrect, scrollScale, toDom, toLogical, type ScrollPlace } from './scroll-scale.ts';

/** About the height of 1,000,000 photos on a phone. */
const MILLION = 46_000_000;
const phone = scrollScale(MILLION, 3);
const STEP = 3000;

test('a grid that the browser can scroll is not scaled', () => {
  for (const [height, ratio] of [
    [0, 3],
    [5_000_000, 3],
    [16_000_000, 1],
  ] as const) {
    const scale = scrollScale(height, ratio);
    expect(scale.domHeight).toBe(height);
    for (const offset of [-100, 0, height / 2, height])
      expect([toDom(scale, offset), toLogical(scale, offset)]).toEqual([offset, offset]);
  }
});

test('the DOM stays below 2^24 device pixels, and both ends correspond', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.double({ min: 0.5, max: 4, noNaN: true }), (height, ratio) => {
      const scale = scrollScale(height, ratio);
      expect(scale.domHeight * ratio).toBeLessThan(2 ** 24);
      expect(toLogical(scale, 0)).toBe(0);
      expect(toLogical(scale, scale.domHeight)).toBe(height);
    }),
  );
});

test('the mappings are inverse, increasing, and 1:1 near the ends', () => {
  fc.assert(
    fc.property(fc.double({ min: -1000, max: MILLION, noNaN: true }), fc.nat(1000), (offset, by) => {
      expect(toLogical(phone, toDom(phone, offset))).toBeCloseTo(offset, 3);
      expect(toDom(phone, offset + by)).toBeGreaterThanOrEqual(toDom(phone, offset));
    }),
  );
  expect(toLogical(phone, 1000)).toBe(1000);
  expect(toLogical(phone, phone.domHeight - 1000)).toBe(MILLION - 1000);
});

test('steps move 1:1 and jumps to the corresponding offset', () => {
  const start = follow(phone, { dom: 0, shift: 0 }, phone.domHeight / 2, STEP);
  expect(Math.abs(start.dom + start.shift - MILLION / 2)).toBeLessThan(1);
  const next = follow(phone, start, start.dom + 250, STEP);
  expect(next.dom + next.shift).toBe(start.dom + start.shift + 250);
  expect(driftOf(phone, next)).toBeGreaterThan(200);
  expect(hasToCorrect(phone, next, STEP)).toBe(false);
});

test('scrolling in steps without rest reaches both ends of a million photos, always 1:1', () => {
  for (const [from, by] of [
    [900_000, -STEP],
    [MILLION - 900_000, STEP],
  ] as const) {
    const dom = toDom(phone, from);
    let place: ScrollPlace = { dom, shift: from - dom };
    let logical = from;
    let corrections = 0;
    while (logical > 0 && logical < MILLION) {
      const before = place.dom + place.shift;
      // The browser stops at the ends of the DOM.
      place = follow(phone, place, Math.min(phone.domHeight, Math.max(0, place.dom + by)), STEP);
      logical = place.dom + place.shift;
      if (logical > 0 && logical < MILLION) expect(logical - before).toBeCloseTo(by, 3);
      if (!hasToCorrect(phone, place, STEP)) continue;
      corrections += 1;
      const corrected = toDom(phone, logical);
      place = { dom: corrected, shift: logical - corrected };
      expect(hasToCorrect(phone, place, STEP)).toBe(false);
    }
    expect(corrections).toBeLessThan(10);
    expect(place.dom).toBeCloseTo(by < 0 ? 0 : phone.domHeight, 3);
  }
});
