import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GRID, gridSize, motionVariant, variantsFor, SCREEN, screenSize, type Size } from './renditions.ts';

const size = (width: number, height: number): Size => ({ width, height });
const sizes = fc.record({ width: fc.integer({ min: 1, max: 30_000 }), height: fc.integer({ min: 1, max: 30_000 }) });

describe('the sizes of grid and screen', () => {
  test.each<[string, Size, Size, Size]>([
    ['phone, landscape', size(4032, 3024), size(427, 320), size(1600, 1200)],
    ['phone, portrait', size(3024, 4032), size(320, 427), size(1200, 1600)],
    ['square', size(3000, 3000), size(320, 320), size(1600, 1600)],
    ['panorama, 8:1', size(16_000, 2000), size(1280, 160), size(5120, 640)],
    ['panorama, 12.5:1', size(10_000, 800), size(1280, 102), size(8000, 640)],
    ['very long screenshot', size(1080, 20_000), size(69, 1280), size(640, 11_852)],
    ['longest panorama', size(65_000, 3000), size(1280, 59), size(12_000, 554)],
    ['vertical panorama', size(1000, 10_000), size(128, 1280), size(640, 6400)],
    ['screenshot of a tall phone', size(1080, 2340), size(320, 693), size(738, 1600)],
    ['panorama, 4:1', size(4000, 1000), size(1280, 320), size(2560, 640)],
    ['small image', size(300, 200), size(300, 200), size(300, 200)],
    ['image with one small side', size(1000, 100), size(1000, 100), size(1000, 100)],
    ['single pixel', size(1, 1), size(1, 1), size(1, 1)],
    ['line of pixels', size(20_000, 1), size(1280, 1), size(12_000, 1)],
    ['odd dimensions', size(1601, 1067), size(480, 320), size(1600, 1066)],
  ])('%s', (_, source, grid, screen) => {
    expect([gridSize(source), screenSize(source)]).toEqual([grid, screen]);
  });

  test('never exceed the source or the limits', () => {
    fc.assert(
      fc.property(sizes, (source) => {
        for (const [rendition, long] of [
          [gridSize(source), GRID.long],
          [screenSize(source), SCREEN.longest],
        ] as const) {
          expect(rendition.width).toBeLessThanOrEqual(Math.min(source.width, long));
          expect(rendition.height).toBeLessThanOrEqual(Math.min(source.height, long));
          expect(Math.min(rendition.width, rendition.height)).toBeGreaterThanOrEqual(1);
        }
        expect(Math.min(gridSize(source).width, gridSize(source).height)).toBeLessThanOrEqual(GRID.short);
      }),
    );
  });

  test('of screen: limited in pixels, and above the usual long side only for very long images', () => {
    fc.assert(
      fc.property(sizes, (source) => {
        const { width, height } = screenSize(source);
        const [short, long] = [Math.min(source.width, source.height), Math.max(source.width, source.height)];
        expect(width * height).toBeLessThanOrEqual(SCREEN.pixels * 1.001);
        if (long <= 2.5 * short) expect(Math.max(width, height)).toBeLessThanOrEqual(SCREEN.long);
        else expect(Math.min(width, height)).toBeLessThanOrEqual(SCREEN.short);
      }),
    );
  });

  test('preserve the aspect ratio to the pixel', () => {
    fc.assert(
      fc.property(sizes, (source) => {
        const screen = screenSize(source);
        const factor = screen.width >= screen.height ? screen.width / source.width : screen.height / source.height;
        expect(Math.abs(screen.width - Math.max(1, source.width * factor))).toBeLessThanOrEqual(1);
        expect(Math.abs(screen.height - Math.max(1, source.height * factor))).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the variants of a video', () => {
  const describeVariants = (source: Size): string[] =>
    variantsFor(source, 30).map(({ name, width, height }) => `${name}: ${width}x${height}`);

  test.each<[string, Size, string[]]>([
    ['4K', size(3840, 2160), ['1080: 1920x1080', '720: 1280x720', '480: 854x480', '360: 640x360', '240: 426x240']],
    ['720p', size(1280, 720), ['720: 1280x720', '480: 854x480', '360: 640x360', '240: 426x240']],
    [
      'phone, portrait',
      size(1080, 1920),
      ['1080: 1080x1920', '720: 720x1280', '480: 480x854', '360: 360x640', '240: 240x426'],
    ],
    ['PAL tape', size(768, 576), ['576: 768x576', '360: 480x360', '240: 320x240']],
    ['NTSC tape', size(640, 480), ['480: 640x480', '360: 480x360', '240: 320x240']],
    ['320x240', size(320, 240), ['240: 320x240', '180: 240x180']],
    ['old phone', size(176, 144), ['144: 176x144']],
    ['odd dimensions', size(853, 481), ['480: 852x480', '360: 638x360', '240: 426x240']],
    ['single pixel', size(1, 1), ['2: 2x2']],
  ])('%s', (_, source, expected) => {
    expect(describeVariants(source)).toEqual(expected);
  });

  test('have even sides and unique names, come best first and do not exceed 1080p', () => {
    fc.assert(
      fc.property(sizes, (source) => {
        const all = variantsFor(source, 30);
        expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
        for (const [i, variant] of all.entries()) {
          expect([variant.width % 2, variant.height % 2]).toEqual([0, 0]);
          const short = Math.min(variant.width, variant.height);
          expect(variant.name).toBe(String(short));
          expect(short).toBeLessThanOrEqual(1080);
          expect(variant.width).toBeLessThanOrEqual(Math.max(2, source.width));
          expect(variant.height).toBeLessThanOrEqual(Math.max(2, source.height));
          expect(variant.bitRate).toBeGreaterThanOrEqual(0);
          const next = all[i + 1];
          if (next) expect(variant.bitRate).toBeGreaterThan(next.bitRate);
        }
      }),
    );
  });

  test('have the documented bit rates', () => {
    const rates = (frameRate: number): number[] =>
      variantsFor(size(1920, 1080), frameRate).map(({ bitRate }) => bitRate);
    expect(rates(30)).toEqual([6_221_000, 2_765_000, 1_230_000, 691_000, 92_000]);
    expect(rates(59.94)[0]).toBe(9_331_000);
  });
});

describe('the variant of a motion clip', () => {
  test.each<[string, Size, string]>([
    ['phone', size(1440, 1920), '720: 720x960'],
    ['4K', size(3840, 2160), '720: 1280x720'],
    ['small animation', size(201, 121), '120: 200x120'],
    ['single pixel', size(1, 1), '2: 2x2'],
  ])('%s', (_, source, expected) => {
    const { name, width, height, bitRate } = motionVariant(source);
    expect(`${name}: ${width}x${height}`).toBe(expected);
    expect(bitRate).toBeGreaterThanOrEqual(0);
  });
});
