import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

// Draws the icons in static/icons: `node web/icons.ts`. They show a tiled roof, two posts and the maru, the wooden floor.

const CLAY = '#a8412a';
const PAPER = '#fbf8f3';

/** The drawing, in a square of 512. */
const mark = `
  <path d="M70 216C154 208 214 172 256 116C298 172 358 208 442 216C360 238 304 226 256 184C208 226 152 238 70 216Z"
    fill="${PAPER}" stroke="${PAPER}" stroke-width="14" stroke-linejoin="round"/>
  <g fill="none" stroke="${PAPER}" stroke-linecap="round">
    <path d="M158 262V336M354 262V336" stroke-width="26"/>
    <path d="M104 352H408" stroke-width="30"/>
    <path d="M104 400H408" stroke-width="14"/>
  </g>`;

const icon = (cornerRadius: number, scale: number): string => {
  const offset = 256 * (1 - scale);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">
  <rect width="512" height="512" rx="${String(cornerRadius)}" fill="${CLAY}"/>
  <g transform="translate(${String(offset)} ${String(offset)}) scale(${String(scale)})">${mark}
  </g>
</svg>
`;
};

const folder = join(import.meta.dirname, 'static/icons');
const rounded = icon(112, 1);
// Android may crop a maskable icon to a circle of 80 %; iOS rounds the corners.
const maskable = icon(0, 0.82);

writeFileSync(join(folder, 'maru.svg'), rounded);
for (const [name, size, svg] of [
  ['any-192', 192, rounded],
  ['any-512', 512, rounded],
  ['maskable-192', 192, maskable],
  ['maskable-512', 512, maskable],
  ['apple-180', 180, icon(0, 0.92)],
] as const) {
  await sharp(Buffer.from(svg))
    .resize(size, size)
    .png({ palette: true })
    .toFile(join(folder, `${name}.png`));
}
