import { chanceOf, type Random } from './random.ts';
import { png } from './png.ts';

/** A drawing: SVG markup in units, about 1,200 for the long side. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  readonly chance: Random;
  readonly defs: string[];
  readonly body: string[];
}

/** A colour stop: position (0 to 1), colour, opacity. */
export type Stop = readonly [at: number, colour: string, opacity?: number];
export type Point = readonly [x: number, y: number];

/** An empty canvas. */
export const canvas = (width: number, height: number, seed: number): Canvas => ({
  width,
  height,
  seed,
  chance: chanceOf(seed),
  defs: [],
  body: [],
});

/** Formats a coordinate for SVG, to a tenth. */
export const n = (value: number): string => String(Math.round(value * 10) / 10);

/** Adds markup on top. */
export const put = (c: Canvas, markup: string): void => {
  c.body.push(markup);
};

function define(c: Canvas, open: (id: string) => string): string {
  const id = `d${String(c.defs.length)}`;
  c.defs.push(open(id));
  return `url(#${id})`;
}

const stopsOf = (stops: readonly Stop[]): string =>
  stops
    .map(
      ([at, colour, opacity = 1]) =>
        `<stop offset="${String(at)}" stop-color="${colour}" stop-opacity="${String(opacity)}"/>`,
    )
    .join('');

/** A vertical gradient; with `across`, a horizontal one. */
export const linear = (c: Canvas, stops: readonly Stop[], across = false): string =>
  define(
    c,
    (id) =>
      `<linearGradient id="${id}" x2="${across ? '1' : '0'}" y2="${across ? '0' : '1'}">${stopsOf(stops)}</linearGradient>`,
  );

/** A radial gradient around a point, in canvas units. */
export const radial = (c: Canvas, [x, y]: Point, r: number, stops: readonly Stop[]): string =>
  define(
    c,
    (id) =>
      `<radialGradient id="${id}" gradientUnits="userSpaceOnUse" cx="${n(x)}" cy="${n(y)}" r="${n(r)}">${stopsOf(stops)}</radialGradient>`,
  );

/** A gradient for round shapes: light from the upper left, relative to the shape. */
export const ball = (c: Canvas, light: string, mid: string, dark: string): string =>
  define(
    c,
    (id) =>
      `<radialGradient id="${id}" cx="0.36" cy="0.3" r="0.75">${stopsOf([
        [0, light],
        [0.45, mid],
        [1, dark],
      ])}</radialGradient>`,
  );

/** Groups everything that `draw` adds, with these attributes. */
export function group(c: Canvas, attributes: string, draw: () => void): void {
  const from = c.body.length;
  draw();
  c.body.push(`<g ${attributes}>${c.body.splice(from).join('')}</g>`);
}

/** Blurs everything that `draw` adds by `blur` units. */
export function soft(c: Canvas, blur: number, draw: () => void, opacity = 1): void {
  const filter = define(
    c,
    (id) =>
      `<filter id="${id}" x="-0.15" y="-0.15" width="1.3" height="1.3"><feGaussianBlur stdDeviation="${n(blur)}"/></filter>`,
  );
  group(c, `filter="${filter}" opacity="${String(opacity)}"`, draw);
}

/** A soft shadow (or light) on the ground: an ellipse that fades towards its edge. */
export function shadow(c: Canvas, [x, y]: Point, rx: number, ry: number, colour: string, opacity: number): void {
  const paint = define(
    c,
    (id) =>
      `<radialGradient id="${id}">${stopsOf([
        [0, colour, opacity],
        [0.6, colour, opacity * 0.75],
        [1, colour, 0],
      ])}</radialGradient>`,
  );
  put(c, `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${paint}"/>`);
}

/** Clips everything that `draw` adds to a path. */
export function clipped(c: Canvas, d: string, draw: () => void): void {
  const clip = define(c, (id) => `<clipPath id="${id}"><path d="${d}"/></clipPath>`);
  group(c, `clip-path="${clip}"`, draw);
}

/** An image of computed pixels, scaled smoothly to a box: `pixel` returns red, green, blue and alpha, 0 to 255. */
export function texture(
  c: Canvas,
  box: { x: number; y: number; width: number; height: number; columns: number; rows: number },
  pixel: (u: number, v: number) => readonly [number, number, number, number],
): void {
  const { columns, rows } = box;
  const rgba = new Uint8Array(columns * rows * 4);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) rgba.set(pixel((x + 0.5) / columns, (y + 0.5) / rows), (y * columns + x) * 4);
  const data = png(columns, rows, rgba).toString('base64');
  put(
    c,
    `<image x="${n(box.x)}" y="${n(box.y)}" width="${n(box.width)}" height="${n(box.height)}" preserveAspectRatio="none" href="data:image/png;base64,${data}"/>`,
  );
}

/** A path through points with straight lines. */
export const line = (points: readonly Point[]): string => 'M' + points.map(([x, y]) => `${n(x)} ${n(y)}`).join('L');

/** A smooth path through points (Catmull-Rom). */
export function curve(points: readonly Point[]): string {
  const at = (i: number): Point => points[Math.min(points.length - 1, Math.max(0, i))] ?? [0, 0];
  let d = `M${n(at(0)[0])} ${n(at(0)[1])}`;
  for (let i = 0; i < points.length - 1; i++) {
    const [a, b, e, f] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    d += `C${n(b[0] + (e[0] - a[0]) / 6)} ${n(b[1] + (e[1] - a[1]) / 6)} ${n(e[0] - (f[0] - b[0]) / 6)} ${n(e[1] - (f[1] - b[1]) / 6)} ${n(e[0])} ${n(e[1])}`;
  }
  return d;
}

/** The drawing as an SVG with a long side of `long` pixels. */
export function svgOf(c: Canvas, long: number): string {
  const by = long / Math.max(c.width, c.height);
  const [w, h] = [Math.round(c.width * by), Math.round(c.height * by)];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(w)}" height="${String(h)}" viewBox="0 0 ${n(c.width)} ${n(c.height)}">` +
    `<defs>${c.defs.join('')}</defs>${c.body.join('')}</svg>`
  );
}

/** Red, green and blue of `#rrggbb`. */
export const rgb = (colour: string): [number, number, number] => [
  Number.parseInt(colour.slice(1, 3), 16),
  Number.parseInt(colour.slice(3, 5), 16),
  Number.parseInt(colour.slice(5, 7), 16),
];

/** The colour `t` of the way from `a` to `b`. */
export function mix(a: string, b: string, t: number): string {
  const [one, two] = [rgb(a), rgb(b)];
  return (
    '#' +
    one
      .map((v, i) =>
        Math.round(v + ((two[i] ?? v) - v) * t)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')
  );
}
