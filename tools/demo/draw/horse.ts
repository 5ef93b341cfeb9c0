import { type Canvas, linear, mix, n, type Point, put, shadow } from './canvas.ts';

/** A horse that grazes, its feet at the point; `turned` looks to the left. */
export function horse(c: Canvas, [x, y]: Point, s: number, coat: string, turned: boolean): void {
  const turn = `translate(${n(x)} ${n(y)}) scale(${n(turned ? -s : s)} ${n(s)})`;
  shadow(c, [x, y + 1], 52 * s, 7 * s, '#1e3014', 0.6);
  const body =
    'M-34 -46C-20 -54 8 -50 22 -52C30 -53 36 -42 41 -32C45 -24 49 -15 53 -10C55 -6 51 -2 47 -4C42 -9 38 -15 33 -20C31 -23 30 -24 28 -24L27 -2H21L20 -22C10 -20 -8 -20 -20 -24L-22 0H-28L-27 -22L-32 -2H-38L-37 -30C-40 -38 -38 -43 -34 -46Z';
  put(
    c,
    `<g transform="${turn}"><path d="${body}" fill="${linear(c, [
      [0, mix(coat, '#ffffff', 0.25)],
      [0.5, coat],
      [1, mix(coat, '#000000', 0.4)],
    ])}"/><path d="M-36 -45C-46 -40 -44 -24 -47 -14C-40 -20 -38 -32 -33 -42Z M22 -53C32 -54 36 -42 42 -32L36 -33C32 -42 28 -46 20 -48Z" fill="${mix(coat, '#000000', 0.6)}"/></g>`,
  );
}
