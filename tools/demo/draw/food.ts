import { ball, type Canvas, linear, mix, n, type Point, put, shadow } from './canvas.ts';
import { leaf } from './plants.ts';

/** A strawberry of radius `r`. */
export function strawberry(c: Canvas, [x, y]: Point, r: number): void {
  put(
    c,
    `<path d="M${n(x)} ${n(y + r)}C${n(x - r * 1.2)} ${n(y + r * 0.1)} ${n(x - r)} ${n(y - r * 0.8)} ${n(x)} ${n(y - r * 0.62)}C${n(x + r)} ${n(y - r * 0.8)} ${n(x + r * 1.2)} ${n(y + r * 0.1)} ${n(x)} ${n(y + r)}Z" fill="${ball(c, '#ff8a7a', '#dd2f33', '#8e1420')}"/>`,
  );
  for (let i = 0; i < 16; i++)
    put(
      c,
      `<ellipse cx="${n(x + c.chance.bell() * r * 0.4)}" cy="${n(y + c.chance.bell() * r * 0.32)}" rx="${n(r * 0.035)}" ry="${n(r * 0.06)}" fill="#ffe3a0" fill-opacity="0.85"/>`,
    );
  for (let i = 0; i < 5; i++) leaf(c, [x, y - r * 0.6], (Math.PI * i) / 4, r * 0.55, '#5d9a3f', 0.4);
}

/** One tier of a cake: cream that runs over its edge. */
export function tier(c: Canvas, x: number, y: number, w: number, h: number, cream: string, glaze: string): void {
  const side = linear(
    c,
    [
      [0, mix(cream, '#000000', 0.1)],
      [0.3, mix(cream, '#ffffff', 0.5)],
      [1, mix(cream, '#6a3a2a', 0.32)],
    ],
    true,
  );
  const ry = w * 0.13;
  put(
    c,
    `<path d="M${n(x - w / 2)} ${n(y - h)}V${n(y)}A${n(w / 2)} ${n(ry)} 0 0 0 ${n(x + w / 2)} ${n(y)}V${n(y - h)}Z" fill="${side}"/>`,
  );
  let d = `M${n(x - w / 2)} ${n(y - h)}`;
  const drips = 9;
  for (let i = 0; i < drips; i++) {
    const a = Math.PI - (Math.PI * (i + 0.5)) / drips;
    const b = Math.PI - (Math.PI * (i + 1)) / drips;
    const down = h * c.chance.between(0.22, 0.5);
    const mid: Point = [x + (Math.cos(a) * w) / 2, y - h + Math.sin(a) * ry + down];
    const end: Point = [x + (Math.cos(b) * w) / 2, y - h + Math.sin(b) * ry + 4];
    d += `Q${n(mid[0] - w * 0.05)} ${n(mid[1])} ${n(mid[0])} ${n(mid[1])}Q${n(mid[0] + w * 0.05)} ${n(mid[1])} ${n(end[0])} ${n(end[1])}`;
  }
  put(
    c,
    `<path d="${d}L${n(x + w / 2)} ${n(y - h)}Z" fill="${linear(
      c,
      [
        [0, glaze],
        [0.4, mix(glaze, '#ffffff', 0.35)],
        [1, mix(glaze, '#5a2030', 0.3)],
      ],
      true,
    )}"/><ellipse cx="${n(x)}" cy="${n(y - h)}" rx="${n(w / 2)}" ry="${n(ry)}" fill="${linear(c, [
      [0, mix(glaze, '#ffffff', 0.25)],
      [1, mix(glaze, '#ffffff', 0.65)],
    ])}"/>`,
  );
  for (let i = 0; i <= 14; i++) {
    const a = Math.PI - (Math.PI * i) / 14;
    put(
      c,
      `<circle cx="${n(x + (Math.cos(a) * w) / 2)}" cy="${n(y + Math.sin(a) * ry - 4)}" r="${n(w / 34)}" fill="${mix(cream, '#ffffff', 0.7)}"/>`,
    );
  }
}

/** A bowl of things heaped in three rows by `heap`. */
export function bowl(c: Canvas, [x, y]: Point, w: number, heap: (at: Point, r: number) => void, size: number): void {
  shadow(c, [x, y + w * 0.42], w * 0.6, w * 0.11, '#5a3a2c', 0.6);
  for (const [row, many] of [4, 3, 2].entries())
    for (let i = 0; i < many; i++)
      heap([x + (i - (many - 1) / 2) * size * 1.7, y - size * 0.4 - row * size * 1.35], size);
  put(
    c,
    `<path d="M${n(x - w / 2)} ${n(y)}C${n(x - w * 0.45)} ${n(y + w * 0.3)} ${n(x - w * 0.2)} ${n(y + w * 0.32)} ${n(x - w * 0.16)} ${n(y + w * 0.42)}H${n(x + w * 0.16)}C${n(x + w * 0.2)} ${n(y + w * 0.32)} ${n(x + w * 0.45)} ${n(y + w * 0.3)} ${n(x + w / 2)} ${n(y)}Z" fill="${linear(
      c,
      [
        [0, '#cdbfae'],
        [0.3, '#ffffff'],
        [1, '#a3927f'],
      ],
      true,
    )}"/><path d="M${n(x - w / 2)} ${n(y)}H${n(x + w / 2)}" stroke="#b88d5a" stroke-width="4"/>`,
  );
}
