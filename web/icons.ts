import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

// Draws the icons in static/icons: `node web/icons.ts`. They show a house that is open to the maru, its wooden floor, with the light on.

const CLAY = '#a8412a';
const PAPER = '#fbf8f3';
const LIGHT = '#f4b95f';
/** The ground among the dark tabs of a browser. */
const CLAY_LIT = '#c85b41';

/** The roof, two posts and the floor, in a square of 512. */
const house = (colour: string): string => `
  <g fill="none" stroke="${colour}" stroke-width="28">
    <path d="M128 216V368M384 216V368"/>
    <path d="M84 380H428" stroke-width="44" stroke-linecap="round"/>
  </g>
  <path d="M52 202C114 192 150 158 172 118Q256 130 340 118C362 158 398 192 460 202Q256 248 52 202Z"
    fill="${colour}" stroke="${colour}" stroke-width="18" stroke-linejoin="round"/>`;

const room = `
  <path d="M128 212H384V380H128Z" fill="${LIGHT}"/>`;

const svgOf = (content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">${content}
</svg>
`;

/** The icon on its ground; a smaller `scale` leaves an edge. */
const icon = (cornerRadius: number, scale: number, style = ''): string => {
  const edge = String(256 * (1 - scale));
  return svgOf(`${style}
  <rect width="512" height="512" rx="${String(cornerRadius)}" fill="${CLAY}"/>
  <g transform="translate(${edge} ${edge}) scale(${String(scale)})">${room}${house(PAPER)}
  </g>`);
};

const folder = join(import.meta.dirname, 'static/icons');
const rounded = icon(112, 1);
// Android may crop a maskable icon to a circle of 80 %; iOS rounds the corners.
const maskable = icon(0, 0.78);

const follows = `
  <style>@media (prefers-color-scheme: dark) { rect { fill: ${CLAY_LIT} } }</style>`;

writeFileSync(join(folder, 'maru.svg'), icon(112, 1, follows));
for (const [name, size, svg] of [
  ['any-192', 192, rounded],
  ['any-512', 512, rounded],
  ['maskable-192', 192, maskable],
  ['maskable-512', 512, maskable],
  // Android tints its shape.
  ['monochrome-512', 512, svgOf(house('#000'))],
  ['apple-180', 180, icon(0, 0.9)],
] as const) {
  await sharp(Buffer.from(svg))
    .resize(size, size)
    .png({ palette: true })
    .toFile(join(folder, `${name}.png`));
}
