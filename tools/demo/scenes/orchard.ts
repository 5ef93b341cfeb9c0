import { bokeh, flare, sky, vignette } from '../draw/air.ts';
import { type Canvas, linear, n, type Point, put, shadow, soft } from '../draw/canvas.ts';
import { windingPath } from '../draw/land.ts';
import { branch, foliage, fruit, hydrangea, leaf } from '../draw/plants.ts';

function hedges(c: Canvas): void {
  const blues: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
    ['#c3d3ff', '#5a6fd0'],
    ['#d9c6ff', '#7d5fc4'],
    ['#b5e0ff', '#3f86c8'],
    ['#f6cfee', '#b368b4'],
  ];
  for (let row = 0; row < 9; row++) {
    const near = row / 8;
    const y = 580 + near ** 1.4 * 560;
    const open = 26 + near ** 1.5 * 250;
    for (const side of [-1, 1]) {
      for (let k = 0; k < 5; k++) {
        const r = (20 + near * 70) * c.chance.between(0.8, 1.15);
        const at: Point = [
          455 + side * (open + k * r * 1.25 + r * 0.6 + 8 * c.chance.bell()),
          y - k * r * 0.24 + c.chance.bell() * r * 0.35,
        ];
        if (at[0] < -80 || at[0] > 980) continue;
        for (let i = 0; i < 4; i++)
          leaf(
            c,
            [at[0], at[1] + r * 0.3],
            c.chance.between(0, 6.28),
            r * 1.5,
            c.chance.pick(['#3f7d45', '#5b9a52', '#2c6138']),
            0.36,
          );
        const [light, dark] = c.chance.pick(blues);
        hydrangea(c, at, r, light, dark);
      }
    }
  }
}

/** A path between hydrangeas in the shade of trees. */
export function hydrangeas(c: Canvas): void {
  sky(c, [0, '#d9efd0'], [0.5, '#b9dcae'], [1, '#4f7d52']);
  bokeh(c, [0, 0, 900, 560], 90, [16, 54], ['#eaf7c8', '#a6d08c', '#ffffff', '#7fb377'], 0.55);
  soft(c, 5, () => {
    for (const [x, w] of [
      [120, 42],
      [300, 22],
      [610, 26],
      [770, 50],
    ] as const)
      put(
        c,
        `<path d="M${String(x)} 700Q${String(x + 14)} 300 ${String(x - 10)} -20h${String(w)}Q${String(x + w + 6)} 320 ${String(x + w)} 700Z" fill="#4b5b40" fill-opacity="0.8"/>`,
      );
  });
  soft(c, 3, () => {
    foliage(
      c,
      [
        [80, 60],
        [330, 20],
        [560, 40],
        [820, 70],
        [220, 120],
        [700, 120],
      ],
      160,
      78,
      11,
      ['#cfe6a0', '#8dbb68', '#5f9650', '#3d7040'],
    );
  });
  const path = windingPath([450, 1230], [470, 560], 560, 46);
  put(
    c,
    `<rect y="560" width="900" height="660" fill="${linear(c, [
      [0, '#6d9460'],
      [1, '#29472f'],
    ])}"/><path d="${path}" fill="${linear(c, [
      [0, '#f1e9d2'],
      [0.4, '#cdbd9c'],
      [1, '#8d7c64'],
    ])}"/>`,
  );
  for (let i = 0; i < 60; i++)
    put(
      c,
      `<ellipse cx="${n(450 + c.chance.bell() * 150)}" cy="${n(c.chance.between(700, 1200))}" rx="${n(c.chance.between(10, 50))}" ry="${n(c.chance.between(3, 9))}" fill="#fff8dc" fill-opacity="0.22"/>`,
    );
  hedges(c);
  flare(c, [480, 380], 620, '#fbffd8', 0.6);
  vignette(c, 0.4, '#08180c');
}

/** Tangerines on a branch, the orchard out of focus. */
export function tangerines(c: Canvas): void {
  sky(c, [0, '#b9d98f'], [0.5, '#86b45e'], [1, '#4c7d40']);
  bokeh(c, [0, 0, 1200, 900], 120, [20, 70], ['#f0f7b8', '#a9cf6a', '#6fa04e', '#ffffff'], 0.5);
  bokeh(c, [0, 100, 1200, 900], 26, [26, 58], ['#ff9d2e', '#ffb752'], 0.6);
  const ends: Point[] = [];
  put(
    c,
    '<path d="M-20 60Q320 120 640 190T1220 330" fill="none" stroke="#5d4a32" stroke-width="17" stroke-linecap="round"/>',
  );
  for (const [x, y, a] of [
    [180, 100, 1.2],
    [430, 145, 1.5],
    [700, 205, 1.3],
    [930, 262, 1.5],
  ] as const)
    branch(c, [x, y], a, 92, 8, '#5d4a32', ends, 2);
  const greens = ['#2f6b34', '#4a8a3c', '#6ba548', '#1f5230'] as const;
  for (const [x, y] of ends)
    for (let i = 0; i < 4; i++)
      leaf(c, [x, y], c.chance.between(-0.6, 3.6), c.chance.between(90, 150), c.chance.pick(greens), 0.3);
  for (const [x, y, r] of [
    [300, 380, 92],
    [480, 470, 104],
    [690, 420, 88],
    [620, 590, 96],
    [900, 510, 100],
    [1020, 400, 74],
  ] as const) {
    put(
      c,
      `<path d="M${String(x)} ${String(y - r)}q-6 -60 ${String(c.chance.between(-16, 16))} -130" fill="none" stroke="#5f7a35" stroke-width="6"/>`,
    );
    shadow(c, [x + 12, y + 18], r * 1.15, r * 1.05, '#16351a', 0.6);
    fruit(c, [x, y], r, '#f78b1c', '#3f7d36');
    for (let i = 0; i < 90; i++)
      put(
        c,
        `<circle cx="${n(x + c.chance.bell() * r * 0.42)}" cy="${n(y + c.chance.bell() * r * 0.4)}" r="${c.chance.between(0.8, 1.8).toFixed(1)}" fill="#b6530a" fill-opacity="0.3"/>`,
      );
  }
  for (const [x, y] of ends)
    for (let i = 0; i < 2; i++)
      leaf(c, [x + 14, y - 30], c.chance.between(-0.2, 3.2), c.chance.between(90, 160), c.chance.pick(greens), 0.32);
  flare(c, [160, -40], 900, '#fffbd0', 0.55);
  vignette(c, 0.35, '#0a2010');
}
