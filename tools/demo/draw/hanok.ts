import { type Canvas, curve, linear, n, type Point, put, shadow } from './canvas.ts';

/** A tiled roof with lifted eaves between two corners; rows of tiles run down from the ridge. */
export function roof(c: Canvas, left: number, right: number, eaves: number, ridge: number, snow = false): void {
  const w = right - left;
  const inner = w * 0.13;
  const [tl, tr] = [left + inner, right - inner];
  const edge = (t: number): Point => [left + w * t, eaves - Math.abs(2 * t - 1) ** 2.6 * (eaves - ridge) * 0.24];
  const crest = (t: number): Point => [tl + (tr - tl) * t, ridge - Math.abs(2 * t - 1) ** 3 * (eaves - ridge) * 0.12];
  const rim = Array.from({ length: 21 }, (_, i) => edge(i / 20));
  const top = Array.from({ length: 21 }, (_, i) => crest(1 - i / 20));
  put(
    c,
    `<path d="${curve(rim)}L${curve(top).slice(1)}Z" fill="${linear(c, [
      [0, snow ? '#eef3f8' : '#5f6670'],
      [1, snow ? '#c9d6e4' : '#343941'],
    ])}"/>`,
  );
  const rows = Math.round(w / 15);
  for (let i = 0; i <= rows; i++) {
    const [a, b] = [crest(i / rows), edge(i / rows)];
    const bow: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + (b[1] - a[1]) * 0.1];
    put(
      c,
      `<path d="M${n(a[0])} ${n(a[1])}Q${n(bow[0])} ${n(bow[1])} ${n(b[0])} ${n(b[1])}" stroke="${snow ? '#ffffff' : '#747c86'}" stroke-width="${n(w / rows / 2.3)}" fill="none"/><path d="M${n(a[0] + 3)} ${n(a[1])}Q${n(bow[0] + 3)} ${n(bow[1])} ${n(b[0] + 3)} ${n(b[1])}" stroke="#1c1f25" stroke-opacity="${snow ? '0.12' : '0.55'}" stroke-width="2" fill="none"/><circle cx="${n(b[0])}" cy="${n(b[1] + 2)}" r="${n(w / rows / 2.6)}" fill="${snow ? '#8f9bab' : '#4a515b'}" stroke="#23262c"/>`,
    );
  }
  const ridgeLine = Array.from({ length: 13 }, (_, i): Point => {
    const [x, y] = crest(i / 12);
    return [x, y - 6];
  });
  put(
    c,
    `<path d="${curve(ridgeLine)}" stroke="${snow ? '#ffffff' : '#2c3037'}" stroke-width="${n(w / 46)}" fill="none" stroke-linecap="round"/><path d="${curve(ridgeLine.map(([x, y]): Point => [x, y - w / 100]))}" stroke="${snow ? '#ffffff' : '#8b939d'}" stroke-width="${n(w / 170)}" fill="none" stroke-linecap="round"/>`,
  );
}

function paperDoor(c: Canvas, x: number, y: number, w: number, h: number, glow: boolean): void {
  const [light, dark] = glow ? ['#ffd58a', '#ffecc0'] : ['#d9cdb2', '#f5ecd6'];
  const paper = linear(c, [
    [0, light],
    [1, dark],
  ]);
  put(
    c,
    `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" fill="${paper}" stroke="#5b3f28" stroke-width="5"/>`,
  );
  for (let k = 1; k < 8; k++)
    put(
      c,
      `<path d="M${n(x + (w * k) / 8)} ${n(y)}v${n(h)}" stroke="#6d4d31" stroke-width="${k === 4 ? '4.5' : '1.6'}"/>`,
    );
  for (let k = 1; k < 7; k++)
    put(c, `<path d="M${n(x)} ${n(y + (h * k) / 7)}h${n(w)}" stroke="#6d4d31" stroke-width="1.4"/>`);
}

/** A house under its roof: pillars, white walls, paper doors with lattice, a wooden floor (마루). */
export function house(c: Canvas, left: number, right: number, eaves: number, foot: number, glow: boolean): void {
  const [l, r] = [left + (right - left) * 0.1, right - (right - left) * 0.1];
  const h = foot - eaves;
  put(
    c,
    `<rect x="${n(l)}" y="${n(eaves - 26)}" width="${n(r - l)}" height="${n(h + 26)}" fill="${linear(c, [
      [0, '#6a5a48'],
      [0.3, '#e9dfca'],
      [1, '#cdbfa6'],
    ])}"/>`,
  );
  const bays = 4;
  const w = (r - l) / bays;
  for (let i = 0; i < bays; i++) {
    const x = l + i * w;
    if (i !== 0) paperDoor(c, x + w * 0.12, eaves + h * 0.12, w * 0.76, h * 0.66, glow);
  }
  for (let i = 0; i <= bays; i++)
    put(
      c,
      `<rect x="${n(l + i * w - 9)}" y="${n(eaves - 26)}" width="18" height="${n(h + 26)}" fill="${linear(
        c,
        [
          [0, '#8a6240'],
          [0.4, '#6d4a2e'],
          [1, '#3a2616'],
        ],
        true,
      )}"/>`,
    );
  put(
    c,
    `<rect x="${n(l - 20)}" y="${n(eaves + h * 0.82)}" width="${n(r - l + 40)}" height="${n(h * 0.1)}" fill="${linear(
      c,
      [
        [0, '#a5764a'],
        [1, '#5e3f26'],
      ],
    )}"/><rect x="${n(l - 34)}" y="${n(foot - h * 0.06)}" width="${n(r - l + 68)}" height="${n(h * 0.1)}" fill="#8f8a83"/>`,
  );
  const dusk = linear(c, [
    [0, '#1c1512', 0.75],
    [1, '#1c1512', 0],
  ]);
  put(
    c,
    `<rect x="${n(l - 10)}" y="${n(eaves - 26)}" width="${n(r - l + 20)}" height="${n(26 + h * 0.2)}" fill="${dusk}"/>`,
  );
}

/** An earthenware jar with its lid. */
export function jar(c: Canvas, [x, y]: Point, w: number, snow: boolean): void {
  const h = w * 1.12;
  const clay = linear(
    c,
    [
      [0, '#7d4a30'],
      [0.28, '#a5683f'],
      [0.6, '#5d3320'],
      [1, '#27140e'],
    ],
    true,
  );
  shadow(c, [x + w * 0.12, y], w * 0.6, w * 0.13, '#23303f', 0.55);
  put(
    c,
    `<path d="M${n(x - w * 0.27)} ${n(y)}C${n(x - w * 0.62)} ${n(y - h * 0.35)} ${n(x - w * 0.56)} ${n(y - h * 0.8)} ${n(x - w * 0.34)} ${n(y - h * 0.92)}H${n(x + w * 0.34)}C${n(x + w * 0.56)} ${n(y - h * 0.8)} ${n(x + w * 0.62)} ${n(y - h * 0.35)} ${n(x + w * 0.27)} ${n(y)}Z" fill="${clay}"/>`,
  );
  put(
    c,
    `<path d="M${n(x - w * 0.49)} ${n(y - h * 0.56)}Q${n(x)} ${n(y - h * 0.46)} ${n(x + w * 0.49)} ${n(y - h * 0.56)}" stroke="#d09a6a" stroke-opacity="0.4" stroke-width="2.4" fill="none"/><path d="M${n(x - w * 0.3)} ${n(y - h * 0.75)}q${n(-w * 0.1)} ${n(h * 0.18)} ${n(-w * 0.04)} ${n(h * 0.4)}" stroke="#fff" stroke-opacity="0.32" stroke-width="${n(w / 22)}" fill="none" stroke-linecap="round"/>`,
  );
  put(
    c,
    `<ellipse cx="${n(x)}" cy="${n(y - h * 0.93)}" rx="${n(w * 0.4)}" ry="${n(w * 0.09)}" fill="#3a2015"/><path d="M${n(x - w * 0.4)} ${n(y - h * 0.95)}Q${n(x)} ${n(y - h * 1.16)} ${n(x + w * 0.4)} ${n(y - h * 0.95)}Z" fill="${clay}"/>`,
  );
  if (snow)
    put(
      c,
      `<path d="M${n(x - w * 0.43)} ${n(y - h * 0.94)}C${n(x - w * 0.42)} ${n(y - h * 1.2)} ${n(x - w * 0.1)} ${n(y - h * 1.32)} ${n(x)} ${n(y - h * 1.31)}C${n(x + w * 0.2)} ${n(y - h * 1.32)} ${n(x + w * 0.44)} ${n(y - h * 1.18)} ${n(x + w * 0.43)} ${n(y - h * 0.94)}Q${n(x)} ${n(y - h * 0.86)} ${n(x - w * 0.43)} ${n(y - h * 0.94)}Z" fill="${linear(
        c,
        [
          [0, '#ffffff'],
          [0.6, '#eef4fb'],
          [1, '#b7c8dc'],
        ],
      )}"/>`,
    );
}
