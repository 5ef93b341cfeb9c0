import { birds, clouds, flare, sky, stars, sun, vignette } from '../draw/air.ts';
import { ball, type Canvas, curve, type Point, put, radial, shadow, soft } from '../draw/canvas.ts';
import { grass, ground, land, rock, skyline, withPeak } from '../draw/land.ts';
import { palm } from '../draw/plants.ts';
import { parasol, towel } from '../draw/seaside.ts';
import { breaker, glitter, shore, wash, water } from '../draw/water.ts';

/** Noon: turquoise water that runs out on pale sand, a parasol and a towel. */
export function beach(c: Canvas): void {
  sky(c, [0, '#2f86cf'], [0.28, '#7fc0ea'], [0.4, '#d5eefa']);
  clouds(c, { top: 40, bottom: 290, cover: 0.5, size: 420, lit: '#ffffff', shade: '#a9c6de', flat: 1.9 });
  const far = skyline(c, 262, 26, 420, 0.2);
  land(c, withPeak(far, 930, 260, 46), '#7d9fb9', '#9dbccb', 40);
  water(
    c,
    275,
    690,
    [
      [0, '#1f6fae'],
      [0.25, '#2196bd'],
      [0.55, '#4fc4cd'],
      [0.85, '#a5e6dd'],
      [1, '#d9f3e6'],
    ],
    { light: '#e6fffb', dark: '#0b5c96', amount: 0.34 },
  );
  breaker(c, -80, 470, 432, 15, '#3fb5c2');
  breaker(c, 640, 1280, 418, 12, '#58c3c9');
  const edge = shore(c, 520, -34, 34);
  const sand = edge.map(([x, y]): Point => [x, y - 16]);
  ground(c, sand, '#d9bf92', '#f6e4bf', { dark: '#b18f5c', light: '#fff7e0', amount: 0.32, size: 60 });
  const wet = edge.map(([x, y]): Point => [x, y + 26 + Math.sin(x / 90) * 7]);
  soft(c, 7, () => {
    put(c, `<path d="${curve(wet)}L1220 470L-20 500Z" fill="#a98a5f" fill-opacity="0.5"/>`);
  });
  wash(c, edge, 430, '#c6f1ea', 0.9);
  towel(c, [600, 606], 130, '#e56b4f');
  parasol(c, [890, 610], 118, '#f6efe2', '#e2543f');
  towel(c, [905, 614], 118, '#2f87b8');
  put(c, `<circle cx="500" cy="628" r="19" fill="${ball(c, '#ffffff', '#f3c53c', '#b8721c')}"/>`);
  birds(c, [120, 70, 560, 210], 6, '#4d6478');
  flare(c, [90, -40], 620, '#fffbe0', 0.5);
  vignette(c, 0.16, '#0a2038');
}

/** The sun goes down behind islands; its path lies on the water. */
export function sunset(c: Canvas): void {
  sky(c, [0, '#26335f'], [0.22, '#6a4f86'], [0.38, '#d8746b'], [0.5, '#f8b465'], [0.56, '#ffe1a0']);
  clouds(c, {
    top: 20,
    bottom: 360,
    cover: 0.62,
    size: 620,
    lit: '#ff9e6b',
    shade: '#5b4272',
    flat: 4,
    from: [0.05, 0.35],
    opacity: 0.9,
  });
  sun(c, [760, 420], 44, 520, '#fff6d2', '#ffc46a');
  const isles = withPeak(skyline(c, 456, 10, 300, 0.2), 330, 240, 62, 1.3);
  land(c, isles, '#7e4a63', '#a25f63', 60);
  water(
    c,
    452,
    800,
    [
      [0, '#f3a968'],
      [0.14, '#c66a66'],
      [0.5, '#65436f'],
      [1, '#22254a'],
    ],
    { light: '#ffb27a', dark: '#2a2550', amount: 0.42 },
  );
  glitter(c, 760, 456, 800, 150, '#ffe9b0', 620);
  for (const [x, y, w, h] of [
    [130, 640, 210, 150],
    [215, 664, 150, 86],
    [40, 690, 170, 64],
    [1080, 610, 120, 58],
    [1140, 628, 110, 34],
  ] as const) {
    rock(c, [x, y], w, h, '#5b3650', '#17152c');
    shadow(c, [x, y + 3], w * 0.6, 8, '#ffd9b0', 0.5);
  }
  const boat = 'M520 522q44 14 92 0l-12 18h-66Z';
  put(
    c,
    `<path d="${boat}" fill="#2a1b33"/><path d="M562 520V462M562 466l30 44h-30" stroke="#2a1b33" stroke-width="3" fill="#3a2740"/>`,
  );
  birds(c, [380, 200, 700, 340], 7, '#3a2444');
  flare(c, [760, 420], 700, '#ffcf8a', 0.4);
  vignette(c, 0.45, '#120a24');
}

/** Palms against the last light. */
export function palms(c: Canvas): void {
  sky(c, [0, '#1b2f63'], [0.3, '#4a5a97'], [0.55, '#c07f95'], [0.72, '#ffb37e'], [0.8, '#ffe0ae']);
  stars(c, 420, 130);
  clouds(c, {
    top: 380,
    bottom: 900,
    cover: 0.42,
    size: 620,
    lit: '#ffb08c',
    shade: '#6b5688',
    flat: 4,
    from: [0, 0.4],
    opacity: 0.85,
  });
  put(
    c,
    `<circle cx="640" cy="250" r="60" fill="${radial(c, [640, 250], 60, [
      [0, '#fff8e0', 0.5],
      [1, '#fff8e0', 0],
    ])}"/><path d="M652 226a26 26 0 1 0 4 42a21 21 0 1 1 -4 -42Z" fill="#fff6dc"/>`,
  );
  land(c, withPeak(skyline(c, 960, 22, 300, 0.3), 240, 420, 110, 1.4), '#7a5378', '#9b6378', 90);
  water(
    c,
    975,
    1130,
    [
      [0, '#f0a684'],
      [1, '#54406f'],
    ],
    { light: '#ffd2a4', dark: '#3a2c5c', amount: 0.4 },
  );
  const dune = skyline(c, 1096, 30, 300, 0.2);
  ground(c, dune, '#2f2140', '#160f24', { dark: '#0c0818', light: '#4a3350', amount: 0.5, size: 50 });
  for (const [x, h, lean] of [
    [250, 640, 60],
    [470, 820, -46],
    [640, 520, 84],
    [90, 420, -30],
  ] as const)
    palm(c, [x, 1140], h, lean, '#140d22');
  grass(c, { top: 1120, bottom: 1230, count: 420, tall: 74 }, ['#0f0a1a', '#1a1228']);
  vignette(c, 0.35, '#0a0618');
}
