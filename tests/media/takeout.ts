import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import type { TakeoutRule } from '@maru/model';

/** The folder of Google Photos in an export. */
export const GOOGLE = 'Takeout/Google 포토';
export const YEAR = `${GOOGLE}/Photos from 2023`;

/** The JSON file of an item. */
export const itemJson = (title: string, more: object = {}): string =>
  JSON.stringify({ title, photoTakenTime: { timestamp: '1700000000' }, ...more });

/** A file in a ZIP: a text is compressed, bytes are stored. */
export type ZipContent = readonly [path: string, content: Buffer | string];

/** Makes a ZIP. */
export async function zipOf(files: readonly ZipContent[]): Promise<Buffer> {
  const writer = new ZipWriter<Uint8Array>(new Uint8ArrayWriter());
  for (const [path, content] of files)
    await writer.add(path, new Uint8ArrayReader(Buffer.from(content)), { level: typeof content === 'string' ? 6 : 0 });
  return Buffer.from(await writer.close());
}

const LONG = 'Backyard_ceremony_wedding_photography_xxxxxxx_magnoliastudios';
const EMOJI = '😀😃😄😁😆😅😂🤣🥲☺️😊😇🙂🙃😉😌😍🥰😘😗😙😚😋😛';

/**
 * How Google Photos names files: the number of the rule in decision 50's sources, a file, its JSON file (none: it has that of another), the title in it, and by
 * which rule they are found to belong together (none: they do not).
 */
export const NAMES: readonly (readonly [
  rule: number,
  file: string,
  json: string | undefined,
  title: string,
  by?: TakeoutRule,
])[] = [
  [1, 'IMG_1.jpg', 'IMG_1.jpg.json', 'IMG_1.jpg', 'name'],
  [2, 'IMG_2.jpg', 'IMG_2.jpg.supplemental-metadata.json', 'IMG_2.jpg', 'name'],
  [2, 'IMG_22.jpg', 'IMG_22.jpg.suppl.json', 'IMG_22.jpg', 'name'],
  [3, `${LONG.slice(0, 45)}xy.jpg`, `${LONG.slice(0, 45)}_.json`, '', 'cut'],
  [4, `${EMOJI}.jpg`, `${EMOJI.slice(0, -2)}.json`, `${EMOJI}😝😜🤪.jpg`, 'cut'],
  [5, 'IMG_5(1).jpg', 'IMG_5.jpg.supplemental-metadata(1).json', 'IMG_5.jpg', 'name'],
  [6, 'a (2).jpg', 'a (2).jpg.supplemental-metadata.json', 'a (2).jpg', 'name'],
  [7, 'DSC(1).JPG', undefined, ''],
  [7, 'DSC.JPG', 'DSC.JPG.json', 'DSC.JPG', 'name'],
  [8, 'IMG_1-편집됨.jpg', undefined, '', 'edited'],
  [9, '설악산.jpg'.normalize('NFD'), '설악산.jpg.json', '설악산.jpg', 'name'],
  [10, '바다.jpg', '바다.json', '바다', 'no-extension'],
  [11, 'IMG_1.MP4', undefined, '', 'motion'],
  [12, 'PXL_12.MP', undefined, '', 'motion'],
  [12, 'PXL_12.jpg', 'PXL_12.jpg.json', 'PXL_12.jpg', 'name'],
  // Two files could be the one: neither is.
  [15, '꽃.jpg', '꽃.json', '꽃'],
  [15, '꽃.png', undefined, ''],
  [16, 'UPPER.JPG', 'upper.jpg.json', 'upper.jpg', 'case'],
];
