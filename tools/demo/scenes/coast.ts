import { birds, clouds, flare, mist, sky, vignette } from '../draw/air.ts';
import { type Canvas, group, line, linear, n, type Point, put, shadow } from '../draw/canvas.ts';
import { grass, ground, heightAt, land, rock, skyline, withPeak } from '../draw/land.ts';
import { glitter, water } from '../draw/water.ts';

/** A tuff cone over the sea at dawn, canola in flower before it. */
export function cone(c: Canvas): void {
  sky(c, [0, '#8fb8dd'], [0.3, '#dbe4ea'], [0.46, '#fbe3c0']);
  clouds(c, { top: 20, bottom: 380, cover: 0.4, size: 520, lit: '#fff4e2', shade: '#b5bfd2', flat: 3 });
  water(
    c,
    430,
    640,
    [
      [0, '#8fb3c4'],
      [1, '#5f95ac'],
    ],
    { light: '#f5f3e2', dark: '#3f7690', amount: 0.3 },
  );
  const base = skyline(c, 452, 22, 160, 0.5);
  const crown: Point[] = base.map(([x, y]) => {
    const body = 196 * Math.max(0, 1 - Math.abs((x - 640) / 330) ** 3.4);
    const tail = 34 * Math.max(0, 1 - Math.abs((x - 1010) / 330) ** 2);
    return [x, y - body - tail + (x > 480 && x < 800 ? Math.sin((x - 480) / 16) * 7 : 0)];
  });
  const cut = crown.filter(([x]) => x > 240);
  put(
    c,
    `<path d="${line(cut)}L1210 474L250 474Z" fill="${linear(c, [
      [0, '#71805a'],
      [0.65, '#94986a'],
      [1, '#6a8273'],
    ])}"/>`,
  );
  for (let i = 0; i < 46; i++) {
    const x = c.chance.between(350, 940);
    const y = heightAt(crown, x) + 6;
    const down = c.chance.between(24, 110) * Math.max(0.15, 1 - Math.abs((x - 640) / 330) ** 2);
    put(
      c,
      `<path d="M${n(x)} ${n(y)}q${n(c.chance.bell() * 6)} ${n(down * 0.5)} ${n((x - 640) * 0.06)} ${n(down)}" stroke="${c.chance.next() < 0.5 ? '#4d5c44' : '#c4c194'}" stroke-width="${n(c.chance.between(1, 5))}" fill="none" stroke-opacity="0.4" stroke-linecap="round"/>`,
    );
  }
  mist(c, 420, 520, '#fff2dc', 0.75);
  const field = skyline(c, 560, 26, 420, 0.2);
  ground(c, field, '#b6b24a', '#6f8a2c', { dark: '#4f6b22', light: '#f2dc4a', amount: 0.5, size: 40 });
  for (let row = 0; row < 46; row++) {
    const near = (row / 45) ** 1.6;
    const y = 560 + near * 345;
    const dots = Array.from({ length: 190 }, () => {
      const r = (1 + near * 6.6) * c.chance.between(0.5, 1.15);
      return `M${n(c.chance.between(-10, 1210))} ${n(y + c.chance.bell() * (6 + near * 16))}m${n(-r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0`;
    }).join('');
    put(
      c,
      `<path d="${dots}" fill="${c.chance.pick(['#f7d72e', '#ffe65c', '#eac31c', '#fff08a'])}" fill-opacity="0.92"/>`,
    );
    if (row % 3 === 0)
      grass(c, { top: y, bottom: y + 14, count: 110, tall: 8 + near * 44 }, ['#5d7a26', '#86983a', '#47641f']);
  }
  flare(c, [1010, 330], 560, '#ffe2b0', 0.55);
  vignette(c, 0.2, '#2a2410');
}

function tower(c: Canvas): void {
  const red = linear(
    c,
    [
      [0, '#f0705c'],
      [0.3, '#dc3f34'],
      [1, '#7e1a20'],
    ],
    true,
  );
  shadow(c, [690, 838], 170, 18, '#4a463f', 0.6);
  put(
    c,
    `<path d="M532 826L556 430h104l24 396Z" fill="${red}"/><path d="M549 548l-6 96h131l-6-96Z" fill="${linear(
      c,
      [
        [0, '#ffffff'],
        [0.4, '#f2ece2'],
        [1, '#a8a3a0'],
      ],
      true,
    )}"/>`,
  );
  put(
    c,
    `<rect x="532" y="414" width="152" height="18" rx="4" fill="${red}"/><rect x="572" y="336" width="72" height="80" fill="#24384a"/><rect x="580" y="344" width="22" height="66" fill="#ffe9a8" fill-opacity="0.85"/><path d="M560 338Q608 270 656 338Z" fill="${red}"/><path d="M608 290v-40" stroke="#7e1a20" stroke-width="5"/>`,
  );
  put(
    c,
    '<g fill="#31202a"><rect x="596" y="470" width="24" height="34" rx="12"/><rect x="594" y="690" width="28" height="38" rx="14"/><path d="M586 826v-56q22-26 44 0v56Z"/></g>',
  );
  for (let x = 536; x <= 680; x += 18) put(c, `<path d="M${String(x)} 414v-26" stroke="#8e2226" stroke-width="3"/>`);
  put(c, '<path d="M534 388H682" stroke="#8e2226" stroke-width="4"/>');
}

/** A red lighthouse at the end of a breakwater, gulls over it. */
export function lighthouse(c: Canvas): void {
  sky(c, [0, '#3f8ecb'], [0.45, '#a9d5ee'], [0.62, '#e9f5f6']);
  clouds(c, { top: 120, bottom: 720, cover: 0.46, size: 460, lit: '#ffffff', shade: '#a7c2da', flat: 1.6 });
  water(
    c,
    760,
    1200,
    [
      [0, '#3d85b4'],
      [0.4, '#2a6f9f'],
      [1, '#174c76'],
    ],
    { light: '#bfe6f2', dark: '#0c3458', amount: 0.45 },
  );
  put(
    c,
    `<path d="M-10 968L520 806h150l150 22V1010L-10 1150Z" fill="${linear(c, [
      [0, '#e5ded2'],
      [1, '#8d8b8c'],
    ])}"/>`,
  );
  put(c, `<path d="M-10 968L520 806h150l-640 300Z" fill="#f4eee2" fill-opacity="0.75"/>`);
  for (let i = 0; i < 34; i++) {
    const t = c.chance.next();
    rock(
      c,
      [c.chance.between(-20, 820), 1190 - t * 170 - 20 * c.chance.next()],
      c.chance.between(70, 130),
      c.chance.between(36, 74),
      '#a5a09b',
      '#4a4c55',
    );
  }
  tower(c);
  birds(c, [80, 240, 520, 640], 11, '#ffffff');
  birds(c, [120, 300, 760, 560], 5, '#566f85');
  flare(c, [-60, 60], 800, '#fffbe6', 0.5);
  vignette(c, 0.22, '#06203c');
}

/** A wide bay in the morning, islands in haze. */
export function bay(c: Canvas): void {
  sky(c, [0, '#6fa3cf'], [0.4, '#c4dcea'], [0.6, '#f9ecd6']);
  clouds(c, { top: 0, bottom: 190, cover: 0.4, size: 300, lit: '#ffffff', shade: '#b4c6d8', flat: 3 });
  for (const [y, h, size, top, foot] of [
    [196, 30, 260, '#b4c5d4', '#d5dde2'],
    [212, 40, 200, '#8fa9bd', '#b9cad4'],
    [228, 36, 150, '#69889f', '#9db6c2'],
  ] as const) {
    land(c, skyline(c, y, h, size, 0.7), top, foot, 60);
    mist(c, y - 10, y + 50, '#fbf3e6', 0.35);
  }
  water(
    c,
    240,
    420,
    [
      [0, '#a8c8d2'],
      [0.4, '#5d9fb5'],
      [1, '#2c6d8b'],
    ],
    { light: '#f4fbf4', dark: '#1d5877', amount: 0.36 },
  );
  glitter(c, 800, 244, 420, 190, '#ffffff', 380);
  for (const [x, y, s] of [
    [300, 268, 1],
    [420, 286, 1.4],
    [930, 276, 1.1],
    [640, 262, 0.7],
  ] as const)
    put(
      c,
      `<g transform="translate(${String(x)} ${String(y)}) scale(${String(s)})"><path d="M-26 0q26 9 54 0l-8 12h-38Z" fill="#f7f3ea"/><path d="M-20 5h42" stroke="#d2463a" stroke-width="3"/><rect x="-8" y="-13" width="18" height="13" fill="#fff"/><rect x="-4" y="-10" width="5" height="5" fill="#35546a"/></g>`,
    );
  const near = withPeak(skyline(c, 404, 24, 90, 0.5), 60, 330, 120, 1.2);
  group(c, '', () => {
    land(c, near, '#3f6a45', '#27492f', 120, 0.9);
  });
  grass(c, { top: 396, bottom: 432, count: 500, tall: 26 }, ['#2f5a38', '#4f7d46', '#234a2e']);
  flare(c, [860, 40], 520, '#fff2cf', 0.5);
  vignette(c, 0.14, '#0a2030');
}
