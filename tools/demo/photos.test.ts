import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { AUTUMN, BIRTHDAY, fileNameOf, JEJU, renderPhoto, svgOfScene } from './photos.ts';
import { tangerines } from './scenes/orchard.ts';
import type { Scene } from './scenes/scene.ts';

const SCENES = [...JEJU, ...BIRTHDAY, ...AUTUMN];
/** A scene that is rendered quickly. */
const QUICK: Scene = { size: [1200, 900], draw: tangerines, localTime: '2019-08-04T11:31:09' };

describe('the drawings', () => {
  const texts = SCENES.map((scene) => svgOfScene(scene));

  it('are identical each time', () => {
    const again = SCENES.filter((scene, i) => svgOfScene(scene) !== texts[i]);
    expect(again.map(fileNameOf)).toEqual([]);
  }, 30_000);

  it('have unique names and contents', () => {
    expect(new Set(SCENES.map(fileNameOf)).size).toBe(SCENES.length);
    expect(new Set(texts).size).toBe(SCENES.length);
  });

  it('depend on the time of capture, which is the seed', () => {
    expect(svgOfScene({ ...QUICK, localTime: '2019-08-02T05:41:13' }) === svgOfScene(QUICK)).toBe(false);
  });

  it('contain no invalid number', () => {
    const markup = texts.map((text) => text.replaceAll(/base64,[^"]*/g, ''));
    expect(markup.filter((text) => /NaN|undefined|Infinity/.test(text)).length).toBe(0);
  });
});

describe('a photo', () => {
  it.each([1, 3, 6, 8] as const)('with orientation %i is displayed as drawn', async (orientation) => {
    const scene = { ...QUICK, orientation };
    const drawn = await sharp(Buffer.from(svgOfScene(scene, 320)), { unlimited: true })
      .removeAlpha()
      .raw()
      .toBuffer();
    const jpeg = await renderPhoto(scene, 320);
    expect((await sharp(jpeg).metadata()).orientation ?? 1).toBe(orientation);
    const displayed = await sharp(jpeg).autoOrient().raw().toBuffer();
    expect(displayed.length).toBe(drawn.length);
    const difference =
      displayed.reduce((sum, value, i) => sum + Math.abs(value - (drawn[i] ?? 0)), 0) / displayed.length;
    expect(difference).toBeLessThan(12);
  });

  it('has a capture date with its UTC offset', async () => {
    const { exif } = await sharp(await renderPhoto(QUICK, 64)).metadata();
    const text = exif?.toString('latin1') ?? '';
    expect(text).toContain(QUICK.localTime.replaceAll('-', ':').replace('T', ' '));
    expect(text).toContain('+09:00');
  });

  it('has the same bytes each time', async () => {
    const [one, two] = [await renderPhoto(QUICK, 240), await renderPhoto(QUICK, 240)];
    expect(one.equals(two)).toBe(true);
  });
});
