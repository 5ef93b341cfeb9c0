import { flare } from './air.ts';
import { ball, type Canvas, curve, linear, mix, n, type Point, put, soft, texture } from './canvas.ts';
import { layers } from './random.ts';

/** The colours of the party. */
export const PARTY = ['#f6b8b0', '#f4d58d', '#a9cfc4', '#e98f86', '#cdbfe3', '#fff3e0'] as const;

/** A wall with the light of a window on it. */
export function room(c: Canvas, wall: string, shade: string): void {
  put(
    c,
    `<rect width="${n(c.width)}" height="${n(c.height)}" fill="${linear(c, [
      [0, wall],
      [1, shade],
    ])}"/>`,
  );
  const from = c.width * 0.1;
  soft(c, 16, () => {
    for (const k of [0, 1])
      put(c, `<path d="M${n(from + k * 230)} 40l190 -30l90 470l-190 30Z" fill="#fffdf0" fill-opacity="0.42"/>`);
  });
}

/** A balloon with a knot and a string that hangs to `foot`. */
export function balloon(c: Canvas, [x, y]: Point, r: number, colour: string, foot: number): void {
  const string: Point[] = [
    [x, y + r * 1.24],
    [x + c.chance.bell() * 10, (y + foot) / 2],
    [x + c.chance.bell() * 18, foot],
  ];
  put(c, `<path d="${curve(string)}" fill="none" stroke="#fff" stroke-width="1.6" stroke-opacity="0.75"/>`);
  const paint = ball(c, mix(colour, '#ffffff', 0.65), colour, mix(colour, '#6a2f3a', 0.42));
  put(
    c,
    `<path d="M${n(x)} ${n(y + r * 1.2)}C${n(x - r * 0.55)} ${n(y + r)} ${n(x - r)} ${n(y + r * 0.5)} ${n(x - r)} ${n(y - r * 0.1)}A${n(r)} ${n(r)} 0 0 1 ${n(x + r)} ${n(y - r * 0.1)}C${n(x + r)} ${n(y + r * 0.5)} ${n(x + r * 0.55)} ${n(y + r)} ${n(x)} ${n(y + r * 1.2)}Z" fill="${paint}"/><path d="M${n(x)} ${n(y + r * 1.17)}l${n(-r * 0.1)} ${n(r * 0.12)}h${n(r * 0.2)}Z" fill="${mix(colour, '#6a2f3a', 0.3)}"/>`,
  );
  put(
    c,
    `<ellipse cx="${n(x - r * 0.4)}" cy="${n(y - r * 0.48)}" rx="${n(r * 0.16)}" ry="${n(r * 0.28)}" transform="rotate(32 ${n(x - r * 0.4)} ${n(y - r * 0.48)})" fill="#fff" fill-opacity="0.65"/>`,
  );
}

/** Small flags on a line between two points. */
export function bunting(c: Canvas, from: Point, to: Point, sag: number): void {
  const at = (t: number): Point => [
    from[0] + (to[0] - from[0]) * t,
    from[1] + (to[1] - from[1]) * t + sag * 4 * t * (1 - t),
  ];
  const points = Array.from({ length: 15 }, (_, i) => at(i / 14));
  for (const [i, [x, y]] of points.entries()) {
    const [x2, y2] = points[i + 1] ?? [x, y];
    if (i === 14) break;
    put(
      c,
      `<path d="M${n(x + 3)} ${n(y)}L${n(x2 - 3)} ${n(y2)}L${n((x + x2) / 2 + (y - y2) * 0.3)} ${n((y + y2) / 2 + 58)}Z" fill="${PARTY[i % PARTY.length] ?? PARTY[0]}"/>`,
    );
  }
  put(c, `<path d="${curve(points)}" fill="none" stroke="#8c6b55" stroke-width="2.4"/>`);
}

/** A lit candle, its foot at the point. */
export function candle(c: Canvas, [x, y]: Point, h: number, colour: string): void {
  const w = h * 0.13;
  put(
    c,
    `<rect x="${n(x - w / 2)}" y="${n(y - h)}" width="${n(w)}" height="${n(h)}" rx="2" fill="${linear(
      c,
      [
        [0, mix(colour, '#ffffff', 0.5)],
        [1, colour],
      ],
      true,
    )}"/>`,
  );
  for (let i = 1; i < 6; i++)
    put(
      c,
      `<path d="M${n(x - w / 2)} ${n(y - (h * i) / 6)}l${n(w)} ${n(-h * 0.07)}" stroke="#fff" stroke-width="${n(w * 0.3)}" stroke-opacity="0.8"/>`,
    );
  flare(c, [x, y - h * 1.25], h * 2.6, '#ffc35a', 0.55);
  put(
    c,
    `<path d="M${n(x)} ${n(y - h)}v${n(-h * 0.12)}" stroke="#4b382e" stroke-width="2"/><path d="M${n(x)} ${n(y - h * 1.62)}C${n(x + h * 0.16)} ${n(y - h * 1.3)} ${n(x + h * 0.12)} ${n(y - h * 1.06)} ${n(x)} ${n(y - h * 1.05)}C${n(x - h * 0.12)} ${n(y - h * 1.06)} ${n(x - h * 0.16)} ${n(y - h * 1.3)} ${n(x)} ${n(y - h * 1.62)}Z" fill="${linear(
      c,
      [
        [0, '#ffb545'],
        [0.6, '#ffe9a8'],
        [1, '#ffffff'],
      ],
    )}"/>`,
  );
}

/** A table top with a cloth and its faint weave. */
export function cloth(c: Canvas, y: number, light: string, dark: string): void {
  put(
    c,
    `<rect y="${n(y)}" width="${n(c.width)}" height="${n(c.height - y)}" fill="${linear(c, [
      [0, light],
      [1, dark],
    ])}"/>`,
  );
  texture(c, { x: 0, y, width: c.width, height: c.height - y, columns: 300, rows: 90 }, (u, v) => {
    const fold = layers(5, u * 7 + v * 2, v * 2, 3) - 0.5;
    return [80, 50, 40, Math.max(0, fold) * 150];
  });
}
