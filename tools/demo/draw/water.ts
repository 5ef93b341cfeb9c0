import { layers, ramp } from './random.ts';
import { curve, linear, n, put, rgb, soft, texture, type Canvas, type Point, type Stop } from './canvas.ts';

/** Water from a horizon down to `bottom` with a vertical gradient, and ripples that grow towards the viewer. */
export function water(
  c: Canvas,
  horizon: number,
  bottom: number,
  stops: readonly Stop[],
  ripple: { light: string; dark: string; amount: number },
): void {
  put(c, `<rect y="${n(horizon)}" width="${n(c.width)}" height="${n(bottom - horizon)}" fill="${linear(c, stops)}"/>`);
  const seed = Math.floor(c.chance.between(0, 1e6));
  const [light, dark] = [rgb(ripple.light), rgb(ripple.dark)];
  const box = { x: 0, y: horizon, width: c.width, height: bottom - horizon, columns: 420, rows: 260 };
  texture(c, box, (u, v) => {
    const near = 0.04 + v;
    const value = layers(seed, ((u - 0.5) * 9) / near ** 0.8, Math.log(near) * 16 + u * 1.4, 3) - 0.5;
    const [r, g, b] = value > 0 ? light : dark;
    return [r, g, b, ramp(0.03, 0.3, Math.abs(value)) * ripple.amount * 255];
  });
}

/** The path of a low sun (or moon) on water: dashes of light, narrow far away. */
export function glitter(
  c: Canvas,
  x: number,
  top: number,
  bottom: number,
  spread: number,
  colour: string,
  count = 420,
): void {
  const dash = (): string => {
    const t = c.chance.next() ** 1.7;
    const half = spread * (0.25 + 0.75 * t);
    const cx = x + c.chance.bell() * half * 0.5;
    const w = (4 + 34 * t) * c.chance.between(0.4, 1.2);
    const strength = c.chance.between(0.25, 0.95) * Math.exp(-(((cx - x) / half) ** 2));
    return `<ellipse cx="${n(cx)}" cy="${n(top + (bottom - top) * t)}" rx="${n(w)}" ry="${(0.5 + 2.1 * t).toFixed(2)}" fill="${colour}" fill-opacity="${strength.toFixed(2)}"/>`;
  };
  put(c, Array.from({ length: count }, dash).join(''));
}

/** The line where a wave ends: `y` at the left, `slope` over the width, varied by noise. */
export function shore(c: Canvas, y: number, slope: number, swing: number): Point[] {
  const seed = Math.floor(c.chance.between(0, 1e6));
  const points: Point[] = [];
  for (let x = -20; x <= c.width + 20; x += 16)
    points.push([x, y + (slope * x) / c.width + (layers(seed, x / 260, 0, 3) - 0.5) * swing * 2]);
  return points;
}

/** A wave that runs out: thin water over sand with a broken white edge. */
export function wash(c: Canvas, edge: readonly Point[], back: number, colour: string, opacity: number): void {
  const d = `${curve(edge)}L${n(c.width + 20)} ${n(back)}L-20 ${n(back)}Z`;
  put(
    c,
    `<path d="${d}" fill="${linear(c, [
      [0, colour, 0],
      [0.75, colour, opacity * 0.8],
      [1, colour, opacity],
    ])}"/>`,
  );
  const lace = (away: number, width: number, strength: number): void => {
    const moved = edge.map(([x, y]): Point => [x, y - away + c.chance.bell() * width * 0.5]);
    put(
      c,
      `<path d="${curve(moved)}" fill="none" stroke="#ffffff" stroke-width="${n(width)}" stroke-linecap="round" stroke-opacity="${String(strength)}"/>`,
    );
  };
  soft(c, 3, () => {
    lace(5, 13, 0.55);
  });
  lace(1, 3.4, 0.95);
  lace(10, 1.6, 0.6);
  lace(18, 1.1, 0.4);
  const bubble = (): string => {
    const [x, y] = c.chance.pick(edge as unknown as [Point, ...Point[]]);
    return `<circle cx="${n(x + c.chance.bell() * 14)}" cy="${n(y - Math.abs(c.chance.bell()) * 14)}" r="${c.chance.between(0.5, 2).toFixed(1)}" fill="#fff" fill-opacity="${c.chance.between(0.3, 0.9).toFixed(2)}"/>`;
  };
  put(c, Array.from({ length: 320 }, bubble).join(''));
}

/** A wave that stands and breaks, from `left` to `right`, `h` high. */
export function breaker(c: Canvas, left: number, right: number, y: number, h: number, face: string): void {
  const crest: Point[] = [];
  for (let x = left; x <= right; x += (right - left) / 14) {
    const swell = Math.sin((Math.PI * (x - left)) / (right - left));
    crest.push([x, y - h * swell * c.chance.between(0.85, 1.1)]);
  }
  put(
    c,
    `<path d="${curve(crest)}L${n(right)} ${n(y)}L${n(left)} ${n(y)}Z" fill="${linear(c, [
      [0, face, 0.95],
      [1, face, 0.1],
    ])}"/>`,
  );
  soft(c, h / 7, () => {
    put(
      c,
      `<path d="${curve(crest)}" fill="none" stroke="#fff" stroke-width="${n(h / 3)}" stroke-linecap="round" stroke-opacity="0.7"/>`,
    );
    for (const [x, top] of crest)
      put(
        c,
        `<circle cx="${n(x)}" cy="${n(top + h * 0.3)}" r="${n(h * c.chance.between(0.15, 0.34))}" fill="#fff" fill-opacity="0.7"/>`,
      );
  });
}
