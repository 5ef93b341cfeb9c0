import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GRID, gridSize, motionVariant, variantsFor, SCREEN, screenSize, type Size } from './renditions.ts';

const size = (width: number, height: number): Size => ({ width, height });
const sizes = fc.record({ width: fc.integer({ min: 1, max: 30_000 }), height: fc.integer({ min: 1, max: 30_000 }) });

describe('what a picture becomes', () => {
  test.each<[string, Size, Size, Size]>([
    ['a phone’s, lying', size(4032, 3024), size(427, 320), size(1600, 1200)],
    ['a phone’s, standing', size(3024, 4032), size(320, 427), size(1200, 1600)],
    ['a square', size(3000, 3000), size(320, 320), size(1600, 1600)],
    ['a panorama', size(16_000, 2000), size(1280, 160), size(5120, 640)],
    ['a panorama of ten to one', size(10_000, 800), size(1280, 102), size(8000, 640)],
    ['a very long screenshot', size(1080, 20_000), size(69, 1280), size(640, 11_852)],
    ['the longest of all', size(65_000, 3000), size(1280, 59), size(12_000, 554)],
    ['a standing panorama', size(1000, 10_000), size(128, 1280), size(640, 6400)],
    ['a screenshot of a long phone', size(1080, 2340), size(320, 693), size(738, 1600)],
    ['a panorama just within', size(4000, 1000), size(1280, 320), size(2560, 640)],
    ['one that is small already', size(300, 200), size(300, 200), size(300, 200)],
    ['one that is small on one side', size(1000, 100), size(1000, 100), size(1000, 100)],
    ['one pixel', size(1, 1), size(1, 1), size(1, 1)],
    ['a thread', size(20_000, 1), size(1280, 1), size(12_000, 1)],
    ['odd sides', size(1601, 1067), size(480, 320), size(1600, 1066)],
  ])('%s', (_, of, grid, screen) => {
    expect([gridSize(of), screenSize(of)]).toEqual([grid, screen]);
  });

  test('is never larger than it was, nor than it may be', () => {
    fc.assert(
      fc.property(sizes, (of) => {
        for (const [made, long] of [
          [gridSize(of), GRID.long],
          [screenSize(of), SCREEN.longest],
        ] as const) {
          expect(made.width).toBeLessThanOrEqual(Math.min(of.width, long));
          expect(made.height).toBeLessThanOrEqual(Math.min(of.height, long));
          expect(Math.min(made.width, made.height)).toBeGreaterThanOrEqual(1);
        }
        expect(Math.min(gridSize(of).width, gridSize(of).height)).toBeLessThanOrEqual(GRID.short);
      }),
    );
  });

  test('is never too much to hold, and larger than usual only where it is very long', () => {
    fc.assert(
      fc.property(sizes, (of) => {
        const { width, height } = screenSize(of);
        const [short, long] = [Math.min(of.width, of.height), Math.max(of.width, of.height)];
        expect(width * height).toBeLessThanOrEqual(SCREEN.pixels * 1.001);
        if (long <= 2.5 * short) expect(Math.max(width, height)).toBeLessThanOrEqual(SCREEN.long);
        else expect(Math.min(width, height)).toBeLessThanOrEqual(SCREEN.short);
      }),
    );
  });

  test('keeps its ratio to the pixel', () => {
    fc.assert(
      fc.property(sizes, (of) => {
        const made = screenSize(of);
        const by = made.width >= made.height ? made.width / of.width : made.height / of.height;
        expect(Math.abs(made.width - Math.max(1, of.width * by))).toBeLessThanOrEqual(1);
        expect(Math.abs(made.height - Math.max(1, of.height * by))).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the rungs of a video', () => {
  const names = (of: Size): string[] => variantsFor(of).map(({ name, width, height }) => `${name}: ${width}x${height}`);

  test.each<[string, Size, string[]]>([
    ['4K', size(3840, 2160), ['1080: 1920x1080', '360: 640x360']],
    ['1080p', size(1920, 1080), ['1080: 1920x1080', '360: 640x360']],
    ['a phone held upright', size(1080, 1920), ['1080: 1080x1920', '360: 360x640']],
    ['a tape, PAL', size(768, 576), ['576: 768x576', '360: 480x360']],
    ['480, where two begin', size(640, 480), ['480: 640x480', '360: 480x360']],
    ['below 480', size(638, 478), ['478: 638x478']],
    ['an old phone', size(176, 144), ['144: 176x144']],
    ['odd sides', size(853, 481), ['480: 852x480', '360: 638x360']],
    ['one pixel', size(1, 1), ['2: 2x2']],
  ])('%s', (_, of, expected) => {
    expect(names(of)).toEqual(expected);
  });

  test('have even sides, names of their own, best first, and never more than 1,080', () => {
    fc.assert(
      fc.property(sizes, (of) => {
        const all = variantsFor(of);
        expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
        for (const [i, rung] of all.entries()) {
          expect([rung.width % 2, rung.height % 2]).toEqual([0, 0]);
          expect(rung.name).toBe(String(Math.min(rung.width, rung.height)));
          expect(Number(rung.name)).toBeLessThanOrEqual(1080);
          expect(rung.width).toBeLessThanOrEqual(Math.max(2, of.width));
          expect(rung.height).toBeLessThanOrEqual(Math.max(2, of.height));
          expect(rung.bitRate).toBeGreaterThanOrEqual(0);
          const worse = all[i + 1];
          if (worse) expect(rung.bitRate).toBeGreaterThan(worse.bitRate);
        }
      }),
    );
  });

  test('have the bit rates that the words say', () => {
    expect(variantsFor(size(1920, 1080)).map(({ bitRate }) => bitRate)).toEqual([6_221_000, 691_000]);
  });
});

describe('the one rung of a moment', () => {
  test.each<[string, Size, string]>([
    ['of a phone', size(1440, 1920), '720: 720x960'],
    ['of 4K', size(3840, 2160), '720: 1280x720'],
    ['of a small animation', size(201, 121), '120: 200x120'],
    ['of one pixel', size(1, 1), '2: 2x2'],
  ])('%s', (_, of, expected) => {
    const { name, width, height, bitRate } = motionVariant(of);
    expect(`${name}: ${width}x${height}`).toBe(expected);
    expect(bitRate).toBeGreaterThanOrEqual(0);
  });
});
