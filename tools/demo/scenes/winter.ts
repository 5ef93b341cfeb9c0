import { bokeh, flare, mist, sky, snowfall, vignette } from '../draw/air.ts';
import { ball, type Canvas, linear, mix, n, type Point, put, soft } from '../draw/canvas.ts';
import { house, jar, roof } from '../draw/hanok.ts';
import { fir, firs, ground, land, rock, skyline, withPeak } from '../draw/land.ts';
import { branch, foliage } from '../draw/plants.ts';

/** Jars under snow by a wall, a lit house behind. */
export function jars(c: Canvas): void {
  sky(c, [0, '#8fa3bd'], [0.5, '#c9d5e2'], [1, '#e8eef4']);
  const back = withPeak(skyline(c, 380, 70, 300, 0.6), 820, 380, 80);
  land(c, back, '#8ea2b8', '#cbd7e2', 200, 0.4);
  firs(c, back, 50, [30, 64], '#63788f');
  mist(c, 340, 520, '#f0f4f8', 0.6);
  house(c, 420, 1180, 440, 610, true);
  roof(c, 380, 1230, 446, 316, true);
  flare(c, [820, 540], 340, '#ffcf80', 0.35);
  put(
    c,
    `<rect y="560" width="460" height="100" fill="${linear(c, [
      [0, '#a8a29c'],
      [1, '#77736f'],
    ])}"/>`,
  );
  for (let i = 0; i < 60; i++) rock(c, [c.chance.between(-10, 450), 592 + 22 * (i % 4)], 40, 22, '#b3ada6', '#716d6a');
  soft(c, 2, () => {
    put(c, '<path d="M-10 560q60 -34 130 -18q90 -18 160 0q100 -20 190 22v16H-10Z" fill="#fff"/>');
  });
  ground(c, skyline(c, 650, 20, 300, 0.2), '#f4f8fc', '#c6d4e4', {
    dark: '#9db2ca',
    light: '#ffffff',
    amount: 0.5,
    size: 90,
  });
  for (const [x, y, w] of [
    [120, 690, 110],
    [260, 686, 132],
    [410, 692, 104],
    [550, 690, 120],
    [60, 776, 150],
    [220, 784, 176],
    [420, 790, 160],
    [610, 776, 138],
    [780, 760, 110],
  ] as const)
    jar(c, [x, y], w, true);
  const ends: Point[] = [];
  branch(c, [1240, 140], 2.9, 190, 22, '#4a4144', ends, 4);
  foliage(c, ends, 7, 12, 6, ['#ffffff', '#f2f6fb', '#dfe8f2']);
  snowfall(c, 420);
  vignette(c, 0.26, '#1c2a3f');
}

/** A village in the first snow, at the hour when the lamps are lit. */
export function snow(c: Canvas): void {
  sky(c, [0, '#4a5f8c'], [0.45, '#a596b3'], [0.6, '#eac4b4']);
  const far = withPeak(skyline(c, 400, 90, 280, 0.7), 420, 360, 80);
  land(c, far, '#8e95b8', '#cfc4d2', 180, 0.5);
  mist(c, 380, 520, '#e9d5d6', 0.55);
  for (const y of [500, 560]) {
    const of = skyline(c, y, 56, 240, 0.5);
    land(c, of, mix('#c4cbe2', '#e6ecf6', (y - 500) / 60), '#dfe5f2', 120, 0.25);
    firs(c, of, 70, [24, 54], '#4d5a7c');
  }
  ground(c, skyline(c, 620, 26, 380, 0.2), '#e3e9f5', '#9fb0d0', {
    dark: '#7d90b8',
    light: '#ffffff',
    amount: 0.45,
    size: 100,
  });
  for (const [l, r, y] of [
    [90, 400, 600],
    [470, 760, 586],
    [830, 1160, 612],
  ] as const) {
    house(c, l, r, y, y + 74, true);
    roof(c, l - 16, r + 16, y + 4, y - 58, true);
    flare(c, [(l + r) / 2 + 20, y + 50], 170, '#ffbf66', 0.5);
    bokeh(c, [l, y + 84, r, y + 130], 5, [10, 26], ['#ffd490'], 0.16);
  }
  for (const [x, y, h] of [
    [40, 760, 230],
    [1130, 790, 260],
    [1010, 770, 170],
    [180, 800, 190],
  ] as const) {
    const dark = c.body.length;
    fir(c, [x, y], h, '#3a4c70');
    const needles = c.body[dark] ?? '';
    put(
      c,
      `<g transform="translate(-7 -9) translate(${n(x)} ${n(y)}) scale(0.86 0.93) translate(${n(-x)} ${n(-y)})" opacity="0.82">${needles.replace('#3a4c70', '#e3ebf8')}</g>`,
    );
  }
  put(c, `<circle cx="930" cy="150" r="34" fill="${ball(c, '#fffef6', '#f6ead2', '#e2cdb4')}" fill-opacity="0.9"/>`);
  snowfall(c, 520);
  vignette(c, 0.3, '#141c38');
}
