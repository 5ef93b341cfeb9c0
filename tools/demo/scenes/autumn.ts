import { birds, clouds, flare, mist, sky, stars, sun, vignette } from '../draw/air.ts';
import { type Canvas, linear, mix, n, type Point, put, radial, soft } from '../draw/canvas.ts';
import { house, jar, roof } from '../draw/hanok.ts';
import { grass, ground, heightAt, land, skyline } from '../draw/land.ts';
import { branch, foliage, fruit, leaf, plume } from '../draw/plants.ts';

/** A hanok in autumn, a persimmon tree hung with fruit before it. */
export function persimmons(c: Canvas): void {
  sky(c, [0, '#3d7fc4'], [0.5, '#9fcbea'], [0.8, '#eaf2ee']);
  clouds(c, { top: 20, bottom: 330, cover: 0.36, size: 420, lit: '#ffffff', shade: '#b7cbe0', flat: 2.6 });
  land(c, skyline(c, 440, 90, 330, 0.6), '#8a7d78', '#c9a884', 220, 0.4);
  const wood = skyline(c, 500, 60, 150, 0.3);
  land(c, wood, '#9c5a35', '#6d4a2c', 160);
  for (let i = 0; i < 60; i++) {
    const x = c.chance.between(0, 1200);
    foliage(c, [[x, heightAt(wood, x) + 18]], 40, 20, 6, ['#e8a544', '#cf6a2c', '#a5402a', '#6d5a30']);
  }
  ground(c, skyline(c, 690, 14, 400, 0.2), '#c9ad82', '#8d7350', {
    dark: '#6d5638',
    light: '#e9d5ac',
    amount: 0.45,
    size: 60,
  });
  house(c, 60, 860, 470, 706, false);
  roof(c, 20, 900, 478, 300);
  for (const [x, y, w] of [
    [905, 720, 66],
    [975, 726, 84],
    [1050, 722, 60],
    [935, 752, 74],
  ] as const)
    jar(c, [x, y], w, false);
  const ends: Point[] = [];
  put(
    c,
    '<path d="M1120 830C1090 640 1130 520 1060 380" stroke="#3b2a22" stroke-width="46" fill="none" stroke-linecap="round"/>',
  );
  for (const [a, long] of [
    [-2.7, 190],
    [-1.9, 190],
    [-1.1, 150],
    [-3.0, 150],
  ] as const)
    branch(c, [1062, 392], a, long, 24, '#3b2a22', ends, 3);
  for (const [i, [x, y]] of ends.entries()) {
    if (i % 2 === 0)
      leaf(
        c,
        [x, y],
        c.chance.between(0.3, 2.6),
        c.chance.between(26, 44),
        c.chance.pick(['#d9752c', '#b8432a', '#e8a33c', '#8c6a2e']),
        0.42,
      );
    if (i % 3 !== 1) fruit(c, [x, y + 14], c.chance.between(14, 20), '#f2701d', '#5d6a2c');
  }
  for (let i = 0; i < 46; i++)
    leaf(
      c,
      [c.chance.between(640, 1200), c.chance.between(740, 796)],
      c.chance.between(0, 6),
      c.chance.between(14, 26),
      c.chance.pick(['#c9552a', '#e09a3c', '#8f4a26']),
      0.4,
    );
  flare(c, [-40, 60], 900, '#fff3d0', 0.45);
  vignette(c, 0.24, '#2a1608');
}

/** A street of ginkgo trees in full yellow. */
export function ginkgos(c: Canvas): void {
  sky(c, [0, '#a9cde6'], [0.4, '#f4eccb'], [0.55, '#ffe9a8']);
  put(
    c,
    `<rect y="660" width="800" height="560" fill="${linear(c, [
      [0, '#e9c95a'],
      [1, '#c08f1e'],
    ])}"/><path d="M388 660h24L640 1220H140Z" fill="${linear(c, [
      [0, '#cbb79a'],
      [1, '#7d6c5c'],
    ])}"/>`,
  );
  for (let row = 0; row < 8; row++) {
    const near = (row / 7) ** 1.8;
    const y = 672 + near * 470;
    for (const side of [-1, 1]) {
      const x = 400 + side * (40 + near * 400);
      const h = 90 + near * 800;
      put(
        c,
        `<path d="M${n(x - h * 0.022)} ${n(y)}L${n(x - h * 0.012)} ${n(y - h * 0.8)}h${n(h * 0.024)}L${n(x + h * 0.022)} ${n(y)}Z" fill="${linear(
          c,
          [
            [0, '#7a6048'],
            [1, '#33261d'],
          ],
          true,
        )}"/>`,
      );
      const crown = Array.from({ length: 16 }, (): Point => [
        x + c.chance.bell() * h * 0.16,
        y - h * c.chance.between(0.34, 1.05),
      ]);
      foliage(c, crown, 34 + Math.round(near * 40), h * 0.085, 2.6 + near * 9, [
        '#fff0a0',
        '#ffdb4a',
        '#f2bd22',
        '#cf921a',
      ]);
    }
  }
  for (let i = 0; i < 900; i++) {
    const near = c.chance.next() ** 1.3;
    const s = 2 + near * 11;
    put(
      c,
      `<path d="M0 0q${n(-s)} ${n(-s * 0.6)} ${n(-s * 0.7)} ${n(-s)}q${n(s * 0.7)} ${n(-s * 0.4)} ${n(s * 1.4)} 0q${n(s * 0.2)} ${n(s * 0.5)} ${n(-s * 0.7)} ${n(s)}Z" transform="translate(${n(c.chance.between(-20, 820))} ${n(676 + near * 524)}) rotate(${n(c.chance.between(0, 360))})" fill="${c.chance.pick(['#ffdf5c', '#f2be26', '#d99c1c', '#fff0a8'])}"/>`,
    );
  }
  put(
    c,
    '<g fill="#5d4438"><path d="M372 806q-10 -46 2 -78q12 -12 24 0q10 34 4 78Z"/><circle cx="386" cy="716" r="13"/></g><g fill="#b4483c"><path d="M412 806q-8 -30 2 -48q8 -8 16 0q8 20 4 48Z"/><circle cx="422" cy="750" r="10" fill="#4a342a"/></g>',
  );
  flare(c, [400, 560], 620, '#fff6c8', 0.6);
  vignette(c, 0.34, '#3a2408');
}

/** Silver grass on a ridge against the evening sun. */
export function reeds(c: Canvas): void {
  sky(c, [0, '#5f7fae'], [0.35, '#dcb9a0'], [0.52, '#ffd99a']);
  clouds(c, {
    top: 10,
    bottom: 330,
    cover: 0.45,
    size: 560,
    lit: '#ffe2b8',
    shade: '#9a8a9c',
    flat: 3.6,
    from: [0, 0.35],
  });
  sun(c, [840, 380], 40, 560, '#fffdf0', '#ffdf9a');
  for (const [y, top, foot] of [
    [430, '#a78d93', '#d9b394'],
    [500, '#7d6a74', '#a98874'],
    [570, '#5d4d50', '#7d6350'],
  ] as const)
    land(c, skyline(c, y, 70, 300, 0.6), top, foot, 140, 0.3);
  mist(c, 470, 620, '#ffdca8', 0.5);
  ground(c, skyline(c, 620, 40, 460, 0.2), '#b08a52', '#4d3a22', {
    dark: '#3a2a18',
    light: '#f0cf8a',
    amount: 0.5,
    size: 60,
  });
  for (let row = 0; row < 7; row++) {
    const near = row / 6;
    const y = 680 + near * 250;
    grass(c, { top: y - 30, bottom: y + 20, count: 420, tall: 40 + near * 120 }, [
      '#a9814a',
      '#8a6636',
      '#caa364',
      '#6a4c2a',
    ]);
    for (let i = 0; i < 34 - row * 2; i++)
      plume(
        c,
        [c.chance.between(-20, 1220), y + c.chance.bell() * 16],
        (90 + near * 210) * c.chance.between(0.75, 1.2),
        '#a9834e',
        mix('#fff3d8', '#e9c98f', c.chance.next()),
      );
  }
  birds(c, [180, 120, 620, 300], 9, '#54485a');
  flare(c, [840, 380], 760, '#ffe0a0', 0.55);
  vignette(c, 0.32, '#2a1608');
}

/** The harvest moon over dark ridges and pines. */
export function moon(c: Canvas): void {
  sky(c, [0, '#0d1a38'], [0.5, '#24406b'], [0.8, '#6a7a8f'], [0.9, '#b39a84']);
  stars(c, 700, 420);
  flare(c, [470, 420], 560, '#ffe9b8', 0.6);
  put(
    c,
    `<circle cx="470" cy="420" r="118" fill="${radial(c, [430, 380], 190, [
      [0, '#fffdf2'],
      [0.6, '#fbeec6'],
      [1, '#e6cf98'],
    ])}"/>`,
  );
  soft(c, 7, () => {
    for (const [x, y, r] of [
      [440, 390, 34],
      [500, 440, 26],
      [470, 480, 20],
      [520, 390, 17],
      [410, 450, 15],
    ] as const)
      put(c, `<circle cx="${String(x)}" cy="${String(y)}" r="${String(r)}" fill="#cdb584" fill-opacity="0.55"/>`);
  });
  clouds(c, {
    top: 380,
    bottom: 760,
    cover: 0.42,
    size: 460,
    lit: '#f2dcb8',
    shade: '#3c4f74',
    flat: 4,
    opacity: 0.75,
  });
  for (const [y, top, foot] of [
    [860, '#40567a', '#7d8596'],
    [940, '#26395a', '#4a5a76'],
    [1030, '#152440', '#26385a'],
  ] as const) {
    land(c, skyline(c, y, 100, 260, 0.7), top, foot, 150, 0.3);
    mist(c, y, y + 120, '#b9b4b0', 0.28);
  }
  house(c, 120, 480, 1040, 1110, true);
  roof(c, 100, 500, 1044, 978);
  flare(c, [300, 1080], 190, '#ffc268', 0.5);
  const near = skyline(c, 1130, 30, 300, 0.3);
  land(c, near, '#0b1424', '#060b16', 100);
  const ends: Point[] = [];
  branch(c, [700, 1220], -1.75, 250, 34, '#060b14', ends, 4);
  foliage(c, ends, 26, 24, 5, ['#15233a', '#0d182a', '#070e1a']);
  grass(c, { top: 1140, bottom: 1215, count: 420, tall: 56 }, ['#060b14', '#0b1322']);
  vignette(c, 0.36, '#02050c');
}
