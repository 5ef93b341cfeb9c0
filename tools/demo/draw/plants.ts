import { ball, mix, n, put, type Canvas, type Point } from './canvas.ts';

/** A leaf from `at` in a direction (radians), `long` units, with a vein. */
export function leaf(c: Canvas, [x, y]: Point, angle: number, long: number, fill: string, wide = 0.34): void {
  const turn = `translate(${n(x)} ${n(y)}) rotate(${n((angle * 180) / Math.PI)})`;
  const w = long * wide;
  put(
    c,
    `<g transform="${turn}"><path d="M0 0C${n(long * 0.3)} ${n(-w)} ${n(long * 0.75)} ${n(-w * 0.8)} ${n(long)} 0C${n(long * 0.75)} ${n(w * 0.8)} ${n(long * 0.3)} ${n(w)} 0 0Z" fill="${fill}"/><path d="M0 0Q${n(long * 0.5)} ${n(w * 0.1)} ${n(long * 0.95)} 0" fill="none" stroke="#fff" stroke-opacity="0.28" stroke-width="${n(Math.max(0.5, long / 50))}"/></g>`,
  );
}

/** A round fruit with a calyx: a tangerine, or (`calyx` dark and broad) a persimmon. */
export function fruit(c: Canvas, [x, y]: Point, r: number, skin: string, calyx: string): void {
  const paint = ball(c, mix(skin, '#ffffff', 0.45), skin, mix(skin, '#5a1500', 0.5));
  put(c, `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(r)}" ry="${n(r * 0.9)}" fill="${paint}"/>`);
  put(
    c,
    `<ellipse cx="${n(x - r * 0.34)}" cy="${n(y - r * 0.36)}" rx="${n(r * 0.2)}" ry="${n(r * 0.12)}" fill="#fff" fill-opacity="0.5" transform="rotate(-30 ${n(x - r * 0.34)} ${n(y - r * 0.36)})"/>`,
  );
  for (let i = 0; i < 4; i++) leaf(c, [x, y - r * 0.82], (Math.PI * i) / 3 + 0.02, r * 0.42, calyx, 0.5);
}

/** A branch that forks: a stroke from `at`, and smaller ones from its end. `ends` collects the ends of the last ones. */
export function branch(
  c: Canvas,
  at: Point,
  angle: number,
  long: number,
  thick: number,
  colour: string,
  ends: Point[],
  forks = 4,
): void {
  const to: Point = [at[0] + Math.cos(angle) * long, at[1] + Math.sin(angle) * long];
  const mid: Point = [
    (at[0] + to[0]) / 2 + c.chance.bell() * long * 0.08,
    (at[1] + to[1]) / 2 + c.chance.bell() * long * 0.08,
  ];
  put(
    c,
    `<path d="M${n(at[0])} ${n(at[1])}Q${n(mid[0])} ${n(mid[1])} ${n(to[0])} ${n(to[1])}" fill="none" stroke="${colour}" stroke-width="${n(Math.max(0.8, thick))}" stroke-linecap="round"/>`,
  );
  if (forks === 0) {
    ends.push(to);
    return;
  }
  if (forks < 3) ends.push(mid);
  const arms = c.chance.next() < 0.4 ? 3 : 2;
  for (let i = 0; i < arms; i++) {
    const spread = (i - (arms - 1) / 2) * c.chance.between(0.55, 0.95);
    branch(
      c,
      to,
      angle + spread + c.chance.bell() * 0.12,
      long * c.chance.between(0.62, 0.84),
      thick * 0.62,
      colour,
      ends,
      forks - 1,
    );
  }
}

/** Leaves (or petals) as dots scattered round points; the light ones lie upper left. */
export function foliage(
  c: Canvas,
  round: readonly Point[],
  each: number,
  spread: number,
  size: number,
  colours: readonly [string, ...string[]],
): void {
  const paths = new Map<string, string>();
  for (const [x, y] of round) {
    for (let i = 0; i < each; i++) {
      const [dx, dy] = [c.chance.bell() * spread, c.chance.bell() * spread * 0.8];
      const shade = Math.min(0.999, Math.max(0, 0.5 + (dx + dy) / (spread * 4) + c.chance.bell() * 0.2));
      const colour = colours[Math.floor(shade * colours.length)] ?? colours[0];
      const r = size * c.chance.between(0.6, 1.2);
      const [px, py] = [x + dx, y + dy];
      const dot = `M${n(px - r)} ${n(py)}a${n(r)} ${n(r * 0.75)} 0 1 0 ${n(r * 2)} 0a${n(r)} ${n(r * 0.75)} 0 1 0 ${n(-r * 2)} 0`;
      paths.set(colour, (paths.get(colour) ?? '') + dot);
    }
  }
  for (const colour of [...colours].reverse()) {
    const d = paths.get(colour);
    if (d !== undefined) put(c, `<path d="${d}" fill="${colour}"/>`);
  }
}

/** A flower of `petals` round petals. */
export function flower(
  c: Canvas,
  [x, y]: Point,
  r: number,
  petals: number,
  fill: string,
  heart: string,
  turn = 0,
): void {
  const one = (i: number): string => {
    const a = turn + (Math.PI * 2 * i) / petals;
    const [px, py] = [x + Math.cos(a) * r * 0.55, y + Math.sin(a) * r * 0.55];
    return `<ellipse cx="${n(px)}" cy="${n(py)}" rx="${n(r * 0.52)}" ry="${n((r * 1.5) / petals)}" transform="rotate(${n((a * 180) / Math.PI)} ${n(px)} ${n(py)})" fill="${fill}"/>`;
  };
  put(
    c,
    Array.from({ length: petals }, (_, i) => one(i)).join('') +
      `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r * 0.22)}" fill="${heart}"/>`,
  );
}

/** A head of hydrangea: many florets on a ball, dark below and inside. */
export function hydrangea(c: Canvas, [x, y]: Point, r: number, light: string, dark: string): void {
  put(c, `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r * 0.94)}" fill="${mix(dark, '#101040', 0.35)}"/>`);
  const florets = Array.from({ length: 62 }, (_, i) => {
    const d = Math.sqrt((62 - i) / 62);
    const a = i * 2.39996;
    return [x + Math.cos(a) * r * d * 0.92, y + Math.sin(a) * r * d * 0.92] as Point;
  });
  for (const at of florets) {
    const shade = Math.min(
      1,
      Math.max(0, 0.5 + ((at[0] - x) * 0.5 + (at[1] - y)) / (r * 1.9) + c.chance.bell() * 0.12),
    );
    flower(
      c,
      at,
      r * c.chance.between(0.19, 0.24),
      4,
      mix(light, dark, shade),
      mix(light, '#ffffff', 0.5),
      c.chance.between(0, 1.5),
    );
  }
}

/** A stalk that ends in a plume: silver grass (억새) in autumn light. */
export function plume(c: Canvas, [x, y]: Point, h: number, stalk: string, seed: string): void {
  const lean = h * c.chance.between(0.1, 0.3);
  const [tx, ty] = [x + lean, y - h];
  put(
    c,
    `<path d="M${n(x)} ${n(y)}Q${n(x + lean * 0.2)} ${n(y - h * 0.7)} ${n(tx)} ${n(ty)}" fill="none" stroke="${stalk}" stroke-width="${n(Math.max(0.8, h / 130))}"/>`,
  );
  const hair = (i: number): string => {
    const t = i / 26;
    const [px, py] = [tx - lean * 0.42 * t, ty + h * 0.26 * t];
    const a = c.chance.between(-0.4, 0.9);
    const long = h * c.chance.between(0.05, 0.12);
    return `M${n(px)} ${n(py)}q${n(Math.cos(a) * long * 0.6)} ${n(-long * 0.35)} ${n(Math.cos(a) * long)} ${n(Math.sin(a) * long * 0.5)}`;
  };
  put(
    c,
    `<path d="${Array.from({ length: 27 }, (_, i) => hair(i)).join('')}" fill="none" stroke="${seed}" stroke-width="${n(Math.max(0.7, h / 150))}" stroke-linecap="round" stroke-opacity="0.85"/>`,
  );
}

/** A palm, standing at a point. */
export function palm(c: Canvas, [x, y]: Point, h: number, lean: number, colour: string): void {
  const top: Point = [x + lean, y - h];
  put(
    c,
    `<path d="M${n(x - h * 0.025)} ${n(y)}Q${n(x + lean * 0.2)} ${n(y - h * 0.55)} ${n(top[0] - 2)} ${n(top[1])}L${n(top[0] + 3)} ${n(top[1])}Q${n(x + lean * 0.3 + h * 0.02)} ${n(y - h * 0.5)} ${n(x + h * 0.025)} ${n(y)}Z" fill="${colour}"/>`,
  );
  for (let i = 0; i < 13; i++) {
    const a = -Math.PI / 2 + (i - 6) * 0.36 + c.chance.bell() * 0.08;
    const long = h * c.chance.between(0.26, 0.36);
    const [ex, ey] = [top[0] + Math.cos(a) * long, top[1] + Math.sin(a) * long * 0.75 + long * 0.35];
    const [mx, my] = [top[0] + Math.cos(a) * long * 0.6, top[1] + Math.sin(a) * long * 0.85];
    let d = '';
    for (let k = 2; k <= 26; k++) {
      const t = k / 26;
      const px = top[0] * (1 - t) ** 2 + 2 * mx * t * (1 - t) + ex * t * t;
      const py = top[1] * (1 - t) ** 2 + 2 * my * t * (1 - t) + ey * t * t;
      const f = long * 0.2 * Math.sin(Math.PI * Math.min(1, t + 0.12)) + 2;
      d += `M${n(px)} ${n(py)}l${n(Math.cos(a) * f * 0.5)} ${n(f)}M${n(px)} ${n(py)}l${n(Math.cos(a) * f)} ${n(f * 0.25 - 2)}`;
    }
    put(
      c,
      `<path d="M${n(top[0])} ${n(top[1])}Q${n(mx)} ${n(my)} ${n(ex)} ${n(ey)}${d}" fill="none" stroke="${colour}" stroke-width="${n(h / 190)}" stroke-linecap="round"/>`,
    );
  }
}
