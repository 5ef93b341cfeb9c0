import { layers, noise, ramp } from './random.ts';
import { curve, clipped, linear, line, n, put, rgb, texture, type Canvas, type Point } from './canvas.ts';

/** A skyline from left to right: a point every few units. */
export type Skyline = readonly Point[];

/** A skyline from noise: `height` above and below `y`, hills `size` wide; `sharp` turns domes into crests. */
export function skyline(c: Canvas, y: number, height: number, size: number, sharp = 0.5): Skyline {
  const seed = Math.floor(c.chance.between(0, 1e6));
  const points: Point[] = [];
  for (let x = -10; x <= c.width + 10; x += 4) {
    const crest = 1 - Math.abs(2 * layers(seed, x / size, 0, 2) - 1);
    const rough = layers(seed + 9, x / size, 3, 6);
    points.push([x, y + height * (0.9 - (sharp * crest + (1 - sharp) * rough) * 1.6)]);
  }
  return points;
}

/** Adds a peak at `x` to a skyline, `spread` wide and `rise` high. */
export const withPeak = (of: Skyline, x: number, spread: number, rise: number, power = 1.6): Skyline =>
  of.map(([px, py]) => [px, py - rise * Math.max(0, 1 - Math.abs((px - x) / spread) ** power)]);

/** The height of a skyline at `x`. */
export function heightAt(of: Skyline, x: number): number {
  const i = of.findIndex(([px]) => px >= x);
  return of[Math.max(0, i)]?.[1] ?? 0;
}

/** The land below a skyline as a closed path. */
const below = (c: Canvas, of: Skyline): string =>
  `${line(of)}L${n(c.width + 10)} ${n(c.height + 10)}L-10 ${n(c.height + 10)}Z`;

/** Land below a skyline: colours from `top` to `foot` over `deep` units, with texture if `rough` is above 0. */
export function land(c: Canvas, of: Skyline, top: string, foot: string, deep: number, rough = 0): void {
  const high = Math.min(...of.map(([, y]) => y));
  const end = Math.min(1, deep / (c.height - high));
  const d = below(c, of);
  put(
    c,
    `<path d="${d}" fill="${linear(c, [
      [0, top],
      [end, foot],
      [1, foot],
    ])}"/>`,
  );
  if (rough === 0) return;
  const seed = Math.floor(c.chance.between(0, 1e6));
  clipped(c, d, () => {
    texture(c, { x: 0, y: high, width: c.width, height: deep, columns: 300, rows: 120 }, (u, v) => {
      const x = (u * c.width) / 46;
      const y = (v * deep) / 95;
      const lean = layers(seed + 3, x * 0.35, y * 0.35, 2) * 3;
      const slope = layers(seed, x + lean, y - lean, 4) - layers(seed, x + lean + 0.22, y - lean, 4);
      const light = slope > 0 ? 255 : 0;
      return [light, light * 0.95, light * 0.82, Math.min(0.5, Math.abs(slope) * 3.2) * rough * 255 * ramp(1, 0.3, v)];
    });
  });
}

/** Blades of grass (or reed) along a band, far ones short and pale, near ones long. */
export function grass(
  c: Canvas,
  band: { top: number; bottom: number; count: number; tall: number; left?: number; right?: number },
  colours: readonly [string, ...string[]],
): void {
  const paths = new Map<string, string>();
  for (let i = 0; i < band.count; i++) {
    const depth = i / band.count;
    const y = band.top + (band.bottom - band.top) * depth ** 1.3;
    const x = c.chance.between(band.left ?? -10, band.right ?? c.width + 10);
    const h = band.tall * (0.25 + 0.75 * depth) * c.chance.between(0.5, 1.2);
    const lean = c.chance.bell() * h * 0.28 + h * 0.12;
    const w = 0.5 + h / 26;
    const colour = c.chance.pick(colours);
    const blade = `M${n(x - w)} ${n(y)}Q${n(x + lean * 0.2)} ${n(y - h * 0.6)} ${n(x + lean)} ${n(y - h)}Q${n(x + w + lean * 0.3)} ${n(y - h * 0.5)} ${n(x + w)} ${n(y)}Z`;
    paths.set(colour, (paths.get(colour) ?? '') + blade);
  }
  for (const [colour, d] of paths) put(c, `<path d="${d}" fill="${colour}"/>`);
}

/** Ground with patches of light: a field, sand, snow. */
export function ground(
  c: Canvas,
  of: Skyline,
  top: string,
  foot: string,
  spots: { dark: string; light: string; amount: number; size: number },
): void {
  const high = Math.min(...of.map(([, y]) => y));
  const d = below(c, of);
  put(
    c,
    `<path d="${d}" fill="${linear(c, [
      [0, top],
      [1, foot],
    ])}"/>`,
  );
  const seed = Math.floor(c.chance.between(0, 1e6));
  const [dark, light] = [rgb(spots.dark), rgb(spots.light)];
  clipped(c, d, () => {
    texture(c, { x: 0, y: high, width: c.width, height: c.height - high, columns: 300, rows: 160 }, (u, v) => {
      const near = 0.25 + v * 1.2;
      const value = layers(seed, ((u - 0.5) * c.width) / (spots.size * near), Math.log(near) * 9, 4) - 0.5;
      const grain = noise(seed + 5, u * 300, v * 160) - 0.5;
      const [r, g, b] = value + grain * 0.1 > 0 ? light : dark;
      return [r, g, b, Math.min(1, Math.abs(value + grain * 0.12) * 3) * spots.amount * 255];
    });
  });
}

/** A fir, `h` high, standing at a point. */
export function fir(c: Canvas, [x, y]: Point, h: number, colour: string): void {
  let d = '';
  const tiers = 6 + Math.floor(c.chance.next() * 3);
  for (let i = 0; i < tiers; i++) {
    const top = y - h + (h * 0.82 * i) / tiers;
    const w = h * 0.05 + h * 0.19 * ((i + 1) / tiers) * c.chance.between(0.8, 1.15);
    const foot = top + (h * 1.55) / tiers;
    d += `M${n(x)} ${n(top)}L${n(x + w)} ${n(foot + c.chance.between(-2, 2))}L${n(x + w * 0.3)} ${n(foot - h * 0.03)}L${n(x - w * 0.35)} ${n(foot - h * 0.02)}L${n(x - w)} ${n(foot + c.chance.between(-2, 2))}Z`;
  }
  put(c, `<path d="${d}M${n(x - h * 0.02)} ${n(y)}h${n(h * 0.04)}v${n(-h * 0.2)}h${n(-h * 0.04)}Z" fill="${colour}"/>`);
}

/** Firs along a skyline. */
export function firs(c: Canvas, of: Skyline, count: number, tall: Point, colour: string): void {
  for (let i = 0; i < count; i++) {
    const x = c.chance.between(0, c.width);
    fir(c, [x, heightAt(of, x) + 6], c.chance.between(tall[0], tall[1]), colour);
  }
}

/** A rock: an uneven polygon with a lit side. */
export function rock(c: Canvas, [x, y]: Point, w: number, h: number, light: string, dark: string): void {
  const points: Point[] = [];
  for (let i = 0; i <= 10; i++) {
    const a = Math.PI + (Math.PI * i) / 10;
    const r = c.chance.between(0.82, 1.12);
    points.push([x + Math.cos(a) * w * 0.5 * r, y + Math.sin(a) * h * r]);
  }
  put(
    c,
    `<path d="${line(points)}Z" fill="${linear(
      c,
      [
        [0, light],
        [1, dark],
      ],
      true,
    )}"/>`,
  );
  const facet = points.slice(2, 6).concat([
    [x - w * 0.02, y - h * 0.3],
    [x - w * 0.25, y - h * 0.2],
  ]);
  put(c, `<path d="${line(facet)}Z" fill="${light}" fill-opacity="0.35"/>`);
}

/** A row of stones, two or three courses high, from left to right along a curve: a wall of basalt. */
export function stoneWall(c: Canvas, from: Point, to: Point, size: number, light: string, dark: string): void {
  for (let course = 2; course >= 0; course--) {
    for (let t = 0; t <= 1; t += size / Math.hypot(to[0] - from[0], to[1] - from[1])) {
      const x = from[0] + (to[0] - from[0]) * t + c.chance.bell() * size * 0.15;
      const y = from[1] + (to[1] - from[1]) * t + Math.sin(t * 5) * 4 - (2 - course) * size * 0.62 + size;
      rock(c, [x, y], size * c.chance.between(1, 1.35), size * c.chance.between(0.7, 0.95), light, dark);
    }
  }
}

/** A winding path that narrows towards a point, as a closed SVG path. */
export function windingPath(foot: Point, end: Point, wide: number, bend: number): string {
  const left: Point[] = [];
  const right: Point[] = [];
  for (let i = 0; i <= 12; i++) {
    const t = i / 12;
    const near = (1 - t) ** 1.8;
    const x = end[0] + (foot[0] - end[0]) * near + Math.sin(t * Math.PI * 1.6) * bend * (1 - t);
    const y = end[1] + (foot[1] - end[1]) * near;
    left.push([x - (wide / 2) * near - 1.5, y]);
    right.unshift([x + (wide / 2) * near + 1.5, y]);
  }
  return `${curve(left)}L${curve(right).slice(1)}Z`;
}
