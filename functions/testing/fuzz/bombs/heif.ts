import { ascii, box, fullBox, nestedBoxes, overwrite, u16, u32 } from '../formats/box.ts';
import { seededRandom } from '../random.ts';
import { family, type HostileFile, type ValidFiles } from '../hostile-file.ts';
import { boxesOf, boxOf, replaceBox } from '../formats/file-parts.ts';

/** A file that claims another image size. */
const claimSize = (file: Buffer, width: number, height: number): Buffer =>
  overwrite(file, boxOf(file, 'ispe').at + 12, Buffer.concat([u32(width), u32(height)]));

/** A box with other content. */
const withBox = (file: Buffer, name: string, by: Buffer): Buffer => replaceBox(file, boxOf(file, name), by);

const many = (count: number, one: (i: number) => Buffer): Buffer =>
  Buffer.concat(Array.from({ length: count }, (_, i) => one(i)));

interface Derived {
  readonly rows: number;
  readonly columns: number;
  readonly width: number;
  readonly height: number;
  readonly inputs: readonly number[];
  readonly type?: string;
}

/** A file whose primary item (1) is derived from others: a grid, or an item of `type`, that references itself or missing data. */
function derived(brand: string, { rows, columns, width, height, inputs, type = 'grid' }: Derived): Buffer {
  const data = Buffer.concat([Buffer.from([0, 1, rows - 1, columns - 1]), u32(width), u32(height)]);
  const coded = brand === 'avif' ? 'av01' : 'hvc1';
  const entry = (id: number, kind: string): Buffer => fullBox('infe', 2, u16(id), u16(0), ascii(`${kind}\0`));
  const place = (id: number, length: number): Buffer =>
    Buffer.concat([u16(id), u16(1), u16(0), u16(1), u32(0), u32(length)]);
  const properties = box(
    'iprp',
    box('ipco', fullBox('ispe', 0, u32(width), u32(height))),
    fullBox('ipma', 0, u32(2), u16(1), Buffer.from([1, 1]), u16(2), Buffer.from([1, 1])),
  );
  return Buffer.concat([
    box('ftyp', ascii(brand), u32(0), ascii(`mif1${brand}`)),
    fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, u32(0), ascii('pict'), Buffer.alloc(13)),
      fullBox('pitm', 0, u16(1)),
      fullBox('iinf', 0, u16(2), entry(1, type), entry(2, coded)),
      fullBox(
        'iref',
        0,
        box(
          'dimg',
          u16(1),
          u16(inputs.length),
          many(inputs.length, (i) => u16(inputs[i] ?? 0)),
        ),
      ),
      properties,
      fullBox('iloc', 1, Buffer.from([0x44, 0]), u16(2), place(1, data.length), place(2, data.length)),
      box('idat', data),
    ),
  ]);
}

const tiles = (count: number): number[] => Array.from({ length: count }, () => 2);

const derivedOnes = (brand: string): Record<string, () => Buffer> => ({
  'a grid of 65,536 missing tiles': () =>
    derived(brand, { rows: 256, columns: 256, width: 4096, height: 4096, inputs: tiles(65_535) }),
  'a grid of 65,535 square': () => derived(brand, { rows: 1, columns: 1, width: 65_535, height: 65_535, inputs: [2] }),
  'a grid of 4,294,967,295 square': () =>
    derived(brand, { rows: 1, columns: 1, width: 2 ** 32 - 1, height: 2 ** 32 - 1, inputs: [2] }),
  'a grid of itself': () => derived(brand, { rows: 2, columns: 2, width: 64, height: 64, inputs: [1, 1, 1, 1] }),
  'a grid of nothing': () => derived(brand, { rows: 2, columns: 2, width: 64, height: 64, inputs: [] }),
  'an image derived from itself': () =>
    derived(brand, { rows: 1, columns: 1, width: 64, height: 64, inputs: [1], type: 'iden' }),
  'an overlay of itself': () =>
    derived(brand, { rows: 1, columns: 1, width: 64, height: 64, inputs: [1, 1], type: 'iovl' }),
});

/** Wrong headers of both kinds of HEIF. */
const wrongHeaders = (file: Buffer): Record<string, () => Buffer> => ({
  'claims 65,535 square': () => claimSize(file, 65_535, 65_535),
  'claims 4,294,967,295 square': () => claimSize(file, 2 ** 32 - 1, 2 ** 32 - 1),
  'claims 7,000 square': () => claimSize(file, 7000, 7000),
  'claims one pixel': () => claimSize(file, 1, 1),
  'a missing primary image': () => withBox(file, 'pitm', fullBox('pitm', 0, u16(999))),
  'no location of any image': () => withBox(file, 'iloc', fullBox('iloc', 0, Buffer.from([0x44, 0]), u16(0))),
  'a location outside the file': () =>
    withBox(
      file,
      'iloc',
      fullBox('iloc', 0, Buffer.from([0x44, 0]), u16(1), u16(1), u16(0), u16(1), u32(0x7fffff00), u32(0x7fffff00)),
    ),
  'sixty-five thousand locations of one image': () =>
    withBox(
      file,
      'iloc',
      fullBox(
        'iloc',
        0,
        Buffer.from([0x44, 0]),
        u16(1),
        u16(1),
        u16(0),
        u16(65_535),
        many(65_535, () => Buffer.concat([u32(0), u32(file.length)])),
      ),
    ),
  'sixty-five thousand images': () =>
    withBox(
      file,
      'iinf',
      fullBox(
        'iinf',
        0,
        u16(65_535),
        many(65_535, (i) => fullBox('infe', 2, u16(i + 1), u16(0), ascii('hvc1\0'))),
      ),
    ),
  'sixty-five thousand properties': () =>
    withBox(
      file,
      'ipco',
      box(
        'ipco',
        many(65_535, () => fullBox('ispe', 0, u32(9), u32(9))),
      ),
    ),
  'a missing property': () =>
    withBox(file, 'ipma', fullBox('ipma', 0, u32(1), u16(1), Buffer.from([3, 0x7f, 0xff, 0x00]))),
  'thousands of nested boxes': () =>
    Buffer.concat([file.subarray(0, boxOf(file, 'meta').at), nestedBoxes('meta', 20_000), file]),
  'thousands of nested properties': () => withBox(file, 'ipco', nestedBoxes('ipco', 20_000)),
  'a box without an end': () => overwrite(file, boxOf(file, 'meta').at, u32(0)),
  'a box smaller than its header': () => overwrite(file, boxOf(file, 'meta').at, u32(4)),
  'a box of 2^63 bytes': () => {
    const meta = boxOf(file, 'meta');
    return Buffer.concat([
      file.subarray(0, meta.at),
      u32(1),
      ascii('meta'),
      Buffer.from([0x7f]),
      Buffer.alloc(7, 0xff),
      file.subarray(meta.at + 8),
    ]);
  },
  'images that are noise': () => {
    const { at, size } = boxOf(file, 'mdat');
    return overwrite(file, at + 8, seededRandom('mdat').bytes(size - 8));
  },
  'a configuration that is noise': () => {
    const part = boxesOf(file).find(({ name }) => name === 'hvcC' || name === 'av1C');
    return part ? overwrite(file, part.at + 8, seededRandom('hvcC').bytes(part.size - 8)) : file;
  },
});

const prefixed = (name: string, files: Record<string, () => Buffer>): Record<string, () => Buffer> =>
  Object.fromEntries(Object.entries(files).map(([what, bytes]) => [`${name}: ${what}`, bytes]));

/** HEICs and AVIFs that are small and decode to a lot, or contain cycles. */
export const heifBombs = ({ heic, avif }: ValidFiles): HostileFile[] => [
  // Ready, but without renditions: more items than libheif takes are no damage.
  ...family('HEIF bomb', ['ready', 'too-many-pixels', 'unreadable'], {
    ...prefixed('HEIC', derivedOnes('heic')),
    ...prefixed('AVIF', derivedOnes('avif')),
  }),
  ...family('HEIF bomb', ['ready', 'too-many-pixels', 'unreadable'], {
    ...prefixed('HEIC', wrongHeaders(heic)),
    ...prefixed('AVIF', wrongHeaders(avif)),
  }),
];
