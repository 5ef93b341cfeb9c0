import { type Canvas, mix, n, type Point, put, shadow } from './canvas.ts';

/** A parasol of eight panels, its foot at the point. */
export function parasol(c: Canvas, [x, y]: Point, r: number, one: string, two: string): void {
  shadow(c, [x + r * 0.75, y + r * 0.12], r * 1.15, r * 0.26, '#6d5534', 0.6);
  put(
    c,
    `<path d="M${n(x + r * 0.12)} ${n(y + r * 0.1)}L${n(x - r * 0.06)} ${n(y - r * 1.25)}" stroke="#f4efe6" stroke-width="${n(r / 16)}"/>`,
  );
  const top: Point = [x - r * 0.06, y - r * 1.5];
  const rim = (i: number): Point => [
    top[0] - r + (2 * r * i) / 8,
    top[1] + r * 0.72 - Math.sin((Math.PI * i) / 8) * r * 0.16,
  ];
  for (let i = 0; i < 8; i++) {
    const [a, b] = [rim(i), rim(i + 1)];
    const bow = (i - 4) * r * 0.13;
    put(
      c,
      `<path d="M${n(top[0])} ${n(top[1])}Q${n(a[0] + (top[0] - a[0]) * 0.25 + bow * 0.15)} ${n(top[1] + r * 0.14)} ${n(a[0])} ${n(a[1])}Q${n((a[0] + b[0]) / 2)} ${n(a[1] - r * 0.05)} ${n(b[0])} ${n(b[1])}Q${n(b[0] + (top[0] - b[0]) * 0.25 + bow * 0.15)} ${n(top[1] + r * 0.14)} ${n(top[0])} ${n(top[1])}Z" fill="${mix(i % 2 ? one : two, '#3a1c10', i * 0.035)}"/>`,
    );
  }
}

/** A striped towel spread on the sand. */
export function towel(c: Canvas, [x, y]: Point, w: number, colour: string): void {
  put(
    c,
    `<path d="M${n(x)} ${n(y)}l${n(w)} ${n(-w * 0.08)}l${n(w * 0.24)} ${n(w * 0.24)}l${n(-w * 1.02)} ${n(w * 0.09)}Z" fill="${colour}"/>`,
  );
  for (const t of [0.2, 0.45, 0.7])
    put(
      c,
      `<path d="M${n(x + w * t)} ${n(y - w * 0.08 * t)}l${n(w * 0.23)} ${n(w * 0.25)}" stroke="#fff" stroke-width="${n(w / 26)}" stroke-opacity="0.75"/>`,
    );
}
