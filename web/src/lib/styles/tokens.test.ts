import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8');
const palette = new Map([...read('palette.css').matchAll(/--([\w-]+): (#\w{6});/g)].map(([, k, v]) => [k, v]));
const tokens = new Map(
  [...read('tokens.css').matchAll(/^ {2}--([\w-]+): (?:light-dark\()?var\(--([\w-]+)\)(?:, var\(--([\w-]+)\)\))?;/gm)]
    .reverse()
    .map(([, name, light = '', dark = light]) => [name, { light, dark }]),
);

/** WCAG 2.2's relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['ground', 'surface', 'raised'];
const people = [1, 2, 3, 4, 5].map((hue) => `person-${hue}`);
const words = ['text', 'text-quiet', 'accent', 'good', 'warn', 'bad', ...people];
const pairs = [
  ...words.flatMap((text) => grounds.map((ground) => [text, ground])),
  ['on-accent', 'accent'],
  ['on-stage', 'stage'],
];

test.each(pairs)('--%s is readable on --%s, light and dark', (text = '', ground = '') => {
  for (const mode of ['light', 'dark'] as const) {
    const [front, back] = [text, ground].map((name) => palette.get(tokens.get(name)?.[mode] ?? ''));
    if (front === undefined || back === undefined) throw new Error(`no ${mode} colour for ${text} or ${ground}`);
    expect(contrast(front, back), mode).toBeGreaterThanOrEqual(4.5);
  }
});

test.each(['edge', 'focus'])('--%s has enough contrast with every ground', (name) => {
  for (const mode of ['light', 'dark'] as const) {
    for (const ground of grounds) {
      const [front = '', back = ''] = [name, ground].map((token) => palette.get(tokens.get(token)?.[mode] ?? ''));
      expect(contrast(front, back), `${mode} ${ground}`).toBeGreaterThanOrEqual(3);
    }
  }
});

test('only tokens.css mixes colours', () => {
  const src = join(import.meta.dirname, '../..');
  const mixingFiles = globSync('**/*.{svelte,css}', { cwd: src }).filter((file) =>
    /color-mix\(|\brgb\(/.test(readFileSync(join(src, file), 'utf8')),
  );
  expect(mixingFiles).toEqual([join('lib', 'styles', 'tokens.css')]);
});
