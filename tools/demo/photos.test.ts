import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { AUTUMN, BIRTHDAY, fileNameOf, JEJU, picture, svgOfScene } from './photos.ts';
import type { Scene } from './scenes/scene.ts';

const SCENES = [...JEJU, ...BIRTHDAY, ...AUTUMN];
const sceneOf = (orientation: number): Scene => {
  const found = SCENES.find((scene) => (scene.orientation ?? 1) === orientation);
  if (!found) throw new Error(`no scene is held as ${orientation}`);
  return found;
};

describe('the drawings', () => {
  const texts = SCENES.map((scene) => svgOfScene(scene));

  it('are the same text each time they are drawn', () => {
    const again = SCENES.filter((scene, i) => svgOfScene(scene) !== texts[i]);
    expect(again.map(fileNameOf)).toEqual([]);
  }, 30_000);

  it('differ from one another, in name and in text', () => {
    expect(new Set(SCENES.map(fileNameOf)).size).toBe(SCENES.length);
    expect(new Set(texts).size).toBe(SCENES.length);
  });

  it('follow from the seed: another second draws another picture', () => {
    const scene = sceneOf(1);
    expect(svgOfScene({ ...scene, taken: '2019-08-02T05:41:13' }) === svgOfScene(scene)).toBe(false);
  });

  it('hold no number that is none', () => {
    const words = texts.map((text) => text.replaceAll(/base64,[^"]*/g, ''));
    expect(words.filter((text) => /NaN|undefined|Infinity/.test(text)).length).toBe(0);
  });
});

describe('a picture', () => {
  it.each([1, 3, 6, 8])('held as %i is displayed as it was drawn', async (orientation) => {
    const scene = sceneOf(orientation);
    const drawn = await sharp(Buffer.from(svgOfScene(scene, 320)), { unlimited: true })
      .removeAlpha()
      .raw()
      .toBuffer();
    const jpeg = await picture(scene, 320);
    expect((await sharp(jpeg).metadata()).orientation ?? 1).toBe(orientation);
    const shown = await sharp(jpeg).autoOrient().raw().toBuffer();
    expect(shown.length).toBe(drawn.length);
    const apart = shown.reduce((sum, value, i) => sum + Math.abs(value - (drawn[i] ?? 0)), 0) / shown.length;
    expect(apart).toBeLessThan(12);
  });

  it('says when it was taken, and how far from UTC', async () => {
    const { exif } = await sharp(await picture(sceneOf(6), 64)).metadata();
    const text = exif?.toString('latin1') ?? '';
    expect(text).toContain(sceneOf(6).taken.replaceAll('-', ':').replace('T', ' '));
    expect(text).toContain('+09:00');
  });

  it('is the same bytes each time', async () => {
    const [one, two] = [await picture(sceneOf(1), 240), await picture(sceneOf(1), 240)];
    expect(one.equals(two)).toBe(true);
  });
});
