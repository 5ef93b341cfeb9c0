import { layers, ramp } from './random.ts';
import { linear, n, put, radial, rgb, shadow, soft, texture, type Canvas, type Point, type Stop } from './canvas.ts';

/** Fills the canvas with a vertical gradient. */
export const sky = (c: Canvas, ...stops: Stop[]): void => {
  put(c, `<rect width="${n(c.width)}" height="${n(c.height)}" fill="${linear(c, stops)}"/>`);
};

/** A light with its glow; `r` is the disc, the glow reaches `reach`. */
export function sun(c: Canvas, at: Point, r: number, reach: number, colour: string, glow: string): void {
  const halo = radial(c, at, reach, [
    [0, glow, 0.95],
    [0.12, glow, 0.6],
    [0.4, glow, 0.2],
    [1, glow, 0],
  ]);
  put(c, `<circle cx="${n(at[0])}" cy="${n(at[1])}" r="${n(reach)}" fill="${halo}"/>`);
  soft(c, Math.max(1, r / 12), () => {
    put(c, `<circle cx="${n(at[0])}" cy="${n(at[1])}" r="${n(r)}" fill="${colour}"/>`);
  });
}

/** The look of a bank of clouds. */
export interface Clouds {
  readonly top: number;
  readonly bottom: number;
  /** 0: a few wisps, 1: overcast. */
  readonly cover: number;
  /** Width of a cloud in units. */
  readonly size: number;
  readonly lit: string;
  readonly shade: string;
  /** Where the light comes from, in units of a cloud. */
  readonly from?: Point;
  readonly opacity?: number;
  /** The ratio of width to height. */
  readonly flat?: number;
}

/** Clouds from layered noise, lit from one side. */
export function clouds(c: Canvas, of: Clouds): void {
  const { size, flat = 2.2, opacity = 1 } = of;
  const seed = Math.floor(c.chance.between(0, 1e6));
  const height = of.bottom - of.top;
  const [lit, shade] = [rgb(of.lit), rgb(of.shade)];
  const [dx, dy] = of.from ?? [-0.15, -0.35];
  const field = (x: number, y: number): number => {
    const bend = layers(seed + 50, x * 0.8, y * 0.8, 2) - 0.5;
    return layers(seed, x + bend * 0.9, y + bend * 0.5, 5);
  };
  const low = 0.62 - of.cover * 0.32;
  const box = {
    x: 0,
    y: of.top,
    width: c.width,
    height,
    columns: 400,
    rows: Math.max(40, Math.round((400 * height) / c.width)),
  };
  texture(c, box, (u, v) => {
    const [x, y] = [(u * c.width) / size, (v * height * flat) / size];
    const thick = field(x, y) * (0.55 + 0.45 * Math.sin(Math.PI * Math.min(1, v * 1.02)));
    const light = ramp(-0.12, 0.16, field(x, y) - field(x + dx, y + dy) + (0.5 - v) * 0.1);
    const alpha = ramp(low, low + 0.17, thick) * opacity * ramp(0, 0.12, v) * ramp(0, 0.12, 1 - v);
    return [
      shade[0] + (lit[0] - shade[0]) * light,
      shade[1] + (lit[1] - shade[1]) * light,
      shade[2] + (lit[2] - shade[2]) * light,
      alpha * 255,
    ];
  });
}

/** Mist between two heights, thickest in the middle, torn by noise. */
export function mist(c: Canvas, top: number, bottom: number, colour: string, opacity: number): void {
  const seed = Math.floor(c.chance.between(0, 1e6));
  const [r, g, b] = rgb(colour);
  texture(c, { x: 0, y: top, width: c.width, height: bottom - top, columns: 200, rows: 60 }, (u, v) => {
    const torn = 0.35 + 0.65 * ramp(0.25, 0.75, layers(seed, u * 4, v * 2.5, 4));
    return [r, g, b, 255 * opacity * Math.sin(Math.PI * v) ** 1.5 * torn];
  });
}

/** Stars, few bright among many faint, in the upper part of the canvas down to `bottom`. */
export function stars(c: Canvas, bottom: number, count: number): void {
  const one = (): string => {
    const bright = c.chance.next() ** 6;
    const colour = c.chance.pick(['#ffffff', '#dfe8ff', '#fff1dc']);
    return `<circle cx="${n(c.chance.between(0, c.width))}" cy="${n(c.chance.between(0, bottom))}" r="${(0.35 + bright * 1.3).toFixed(2)}" fill="${colour}" fill-opacity="${(0.25 + 0.75 * c.chance.next() * (0.4 + bright)).toFixed(2)}"/>`;
  };
  put(c, Array.from({ length: count }, one).join(''));
}

/** Lights out of focus. */
export function bokeh(
  c: Canvas,
  box: readonly [number, number, number, number],
  count: number,
  r: Point,
  colours: readonly [string, ...string[]],
  opacity = 0.5,
): void {
  const [left, top, right, bottom] = box;
  for (let i = 0; i < count; i++) {
    const size = c.chance.between(r[0], r[1]);
    const at = `cx="${n(c.chance.between(left, right))}" cy="${n(c.chance.between(top, bottom))}"`;
    const colour = c.chance.pick(colours);
    const strength = (opacity * c.chance.between(0.3, 0.75)).toFixed(2);
    put(
      c,
      `<circle ${at} r="${n(size)}" fill="${colour}" stroke="${colour}" stroke-width="${n(size / 9)}" fill-opacity="${strength}" stroke-opacity="${strength}"/>`,
    );
  }
}

/** Snow in the air: small and sharp far away, large and soft near. */
export function snowfall(c: Canvas, count: number): void {
  const anywhere = (): Point => [c.chance.between(0, c.width), c.chance.between(0, c.height)];
  for (let i = 0; i < count; i++) {
    const [x, y] = anywhere();
    put(
      c,
      `<circle cx="${n(x)}" cy="${n(y)}" r="${c.chance.between(0.7, 2).toFixed(2)}" fill="#fff" fill-opacity="${c.chance.between(0.4, 0.8).toFixed(2)}"/>`,
    );
  }
  for (let i = 0; i < count / 9; i++) {
    const r = i % 4 === 0 ? c.chance.between(10, 18) : c.chance.between(4, 8);
    shadow(c, anywhere(), r, r, '#ffffff', Math.round(c.chance.between(35, 80)) / 100);
  }
}

/** Gulls as two strokes each. */
export function birds(c: Canvas, box: readonly [number, number, number, number], count: number, colour: string): void {
  const [left, top, right, bottom] = box;
  for (let i = 0; i < count; i++) {
    const [x, y, s] = [c.chance.between(left, right), c.chance.between(top, bottom), c.chance.between(5, 13)];
    const lift = s * c.chance.between(0.2, 0.6);
    put(
      c,
      `<path d="M${n(x - s)} ${n(y - lift)}q${n(s * 0.6)} ${n(-lift * 0.4)} ${n(s)} ${n(lift)}q${n(s * 0.4)} ${n(-lift * 1.4)} ${n(s)} ${n(-lift * 1.1)}" fill="none" stroke="${colour}" stroke-width="${n(s / 6)}" stroke-linecap="round"/>`,
    );
  }
}

/** Darker corners, as from a lens. */
export function vignette(c: Canvas, strength: number, colour = '#000000'): void {
  const r = Math.hypot(c.width, c.height) / 2;
  const paint = radial(c, [c.width / 2, c.height * 0.47], r, [
    [0.5, colour, 0],
    [1, colour, strength],
  ]);
  put(c, `<rect width="${n(c.width)}" height="${n(c.height)}" fill="${paint}"/>`);
}

/** Light that pours from one point over everything. */
export function flare(c: Canvas, at: Point, r: number, colour: string, opacity: number): void {
  const paint = radial(c, at, r, [
    [0, colour, opacity],
    [0.45, colour, opacity * 0.35],
    [1, colour, 0],
  ]);
  put(c, `<rect width="${n(c.width)}" height="${n(c.height)}" fill="${paint}"/>`);
}
