import { birds, clouds, flare, mist, sky, stars, sun, vignette } from '../draw/air.ts';
import { type Canvas, curve, linear, mix, n, put, texture } from '../draw/canvas.ts';
import { layers, ramp } from '../draw/random.ts';
import { horse } from '../draw/horse.ts';
import { fir, firs, grass, ground, heightAt, land, skyline, stoneWall, withPeak } from '../draw/land.ts';
import { flower, foliage } from '../draw/plants.ts';
import { glitter, water } from '../draw/water.ts';

/** Ridges behind ridges at dawn, mist in the valleys. */
export function dawn(c: Canvas): void {
  sky(c, [0, '#5d7fb0'], [0.3, '#c5a9b8'], [0.45, '#f6c6a0'], [0.58, '#ffe6bd']);
  clouds(c, {
    top: 10,
    bottom: 330,
    cover: 0.5,
    size: 560,
    lit: '#ffd9c0',
    shade: '#8b83a8',
    flat: 4,
    from: [0, 0.35],
    opacity: 0.8,
  });
  sun(c, [330, 372], 34, 460, '#fffbe8', '#ffd695');
  const ranges = [
    [430, 70, 330, '#c9a6ab', '#f2cfae'],
    [478, 84, 270, '#a28ba3', '#dcb7a8'],
    [540, 92, 230, '#796f92', '#b598a0'],
    [606, 96, 210, '#51557c', '#8a7c90'],
    [690, 96, 190, '#323f5e', '#5d6079'],
  ] as const;
  for (const [i, [y, h, size, top, foot]] of ranges.entries()) {
    const ridge = skyline(c, y, h, size, 0.75);
    const of = i === 0 ? withPeak(ridge, 830, 330, 130, 1.1) : ridge;
    land(c, of, top, foot, 150, i > 1 ? 0.35 + i * 0.1 : 0.25);
    if (i > 2) firs(c, of, 60 * (i - 2), [10 * (i - 1), 17 * (i - 1)], mix(top, '#101a2c', 0.25));
    mist(c, y + 10, y + 130, i < 3 ? '#ffe3c4' : '#c9b3b8', 0.6 - i * 0.05);
  }
  const near = skyline(c, 776, 50, 240, 0.4);
  land(c, near, '#1c2a3d', '#101826', 100);
  firs(c, near, 46, [60, 120], '#142031');
  flare(c, [330, 372], 620, '#ffd9a0', 0.5);
  birds(c, [520, 150, 900, 300], 5, '#4a4560');
  vignette(c, 0.32, '#0c1020');
}

/** A green volcanic hill, a wall of basalt, two horses. */
export function meadow(c: Canvas): void {
  sky(c, [0, '#3f8fd0'], [0.35, '#a8d6ef'], [0.5, '#eaf5ee']);
  clouds(c, { top: 0, bottom: 400, cover: 0.62, size: 440, lit: '#ffffff', shade: '#a5bdd6', flat: 1.8 });
  land(c, withPeak(skyline(c, 430, 40, 300, 0.6), 870, 420, 90, 1.2), '#7fa0b6', '#b4cbd0', 120);
  mist(c, 390, 480, '#eef6ee', 0.6);
  const hill = withPeak(skyline(c, 520, 20, 420, 0.1), 330, 460, 190, 1.9);
  land(c, hill, '#86ad4e', '#5d8c3c', 260, 0.55);
  const mid = skyline(c, 540, 26, 520, 0.2);
  ground(c, mid, '#8fb552', '#5b8a34', { dark: '#3f6e2a', light: '#c9d773', amount: 0.55, size: 90 });
  for (let i = 0; i < 26; i++) {
    const x = c.chance.between(500, 1190);
    foliage(c, [[x, heightAt(mid, x) + 1]], 150, c.chance.between(6, 12), 3, ['#7fa04c', '#557f39', '#35592b']);
  }
  horse(c, [420, 618], 1.15, '#8a5432', false);
  horse(c, [600, 636], 1.3, '#c9a06c', true);
  horse(c, [820, 590], 0.75, '#5d3a28', true);
  stoneWall(c, [-20, 700], [1230, 664], 44, '#77757a', '#2a2a31');
  grass(c, { top: 690, bottom: 830, count: 2600, tall: 88 }, ['#4f8a35', '#77a945', '#a4c45a', '#3b6f2c', '#c9d57c']);
  for (let i = 0; i < 70; i++)
    flower(
      c,
      [c.chance.between(0, 1200), c.chance.between(712, 800)],
      c.chance.between(3, 8),
      6,
      '#ffffff',
      '#f4c430',
      c.chance.next(),
    );
  flare(c, [1120, -20], 700, '#fffbe0', 0.45);
  vignette(c, 0.2, '#0e2010');
}

/** The Milky Way over the sea, a lit tent on the cape. */
export function milkyWay(c: Canvas): void {
  sky(c, [0, '#070d24'], [0.45, '#14264c'], [0.66, '#31527a'], [0.72, '#6f7f92']);
  texture(c, { x: 0, y: 0, width: 1200, height: 600, columns: 300, rows: 150 }, (u, v) => {
    const across = (u - 0.32 - (1 - v) * 0.42) * 0.86 + (layers(7, u * 5, v * 5, 3) - 0.5) * 0.16;
    const band = Math.exp(-((across / 0.11) ** 2));
    const dust = ramp(0.46, 0.66, layers(31, u * 9 + v * 4, v * 9 - u * 3, 5)) * Math.exp(-((across / 0.05) ** 2));
    const cloud = 0.35 + 0.65 * layers(3, u * 8, v * 8, 5);
    return [
      214 - dust * 120,
      205 - dust * 110,
      232 - dust * 90,
      215 * band * cloud * (1 - dust * 0.75) * ramp(1, 0.55, v),
    ];
  });
  stars(c, 590, 1500);
  put(c, '<path d="M930 90L1000 130" stroke="#fff" stroke-width="1.6" stroke-linecap="round" stroke-opacity="0.9"/>');
  land(c, skyline(c, 588, 18, 300, 0.4), '#16243c', '#0f1b30', 40);
  water(
    c,
    592,
    810,
    [
      [0, '#41617f'],
      [0.3, '#1c3554'],
      [1, '#0a1426'],
    ],
    { light: '#8fb2cf', dark: '#060d1c', amount: 0.3 },
  );
  glitter(c, 640, 596, 760, 120, '#cfe2ff', 200);
  const cape = withPeak(skyline(c, 752, 30, 260, 0.4), 300, 480, 96, 1.5);
  land(c, cape, '#101a1e', '#070b10', 120, 0.3);
  for (const x of [70, 120, 520, 560]) fir(c, [x, heightAt(cape, x) + 6], c.chance.between(80, 150), '#080e14');
  const y = heightAt(cape, 330) + 8;
  flare(c, [330, y - 24], 170, '#ffb560', 0.6);
  put(
    c,
    `<path d="M262 ${n(y)}L322 ${n(y - 66)}L392 ${n(y)}Z" fill="${linear(c, [
      [0, '#ffe2a6'],
      [0.6, '#ffab4f'],
      [1, '#c9641f'],
    ])}"/><path d="M322 ${n(y - 66)}L340 ${n(y)}H304Z" fill="#fff4d0"/><path d="M262 ${n(y)}L322 ${n(y - 66)}L392 ${n(y)}" fill="none" stroke="#7a3c14" stroke-width="3"/>`,
  );
  const people = curve([
    [430, y],
    [432, y - 30],
    [440, y - 40],
    [448, y - 30],
    [452, y],
  ]);
  put(
    c,
    `<path d="${people}Z" fill="#0b0f16"/><circle cx="440" cy="${n(y - 46)}" r="9" fill="#0b0f16"/><path d="M462 ${n(y)}v-26q7 -10 14 0v26Z" fill="#0b0f16"/><circle cx="469" cy="${n(y - 38)}" r="7" fill="#0b0f16"/>`,
  );
  grass(c, { top: 770, bottom: 815, count: 500, tall: 40 }, ['#050a0c', '#0c1416']);
  vignette(c, 0.4);
}
