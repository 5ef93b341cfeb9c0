import { boxesIn, type Box } from './iso-boxes.ts';
import { directoriesOf, directoryAt } from './tiff-directories.ts';
import { bytesOf, type Bytes } from './byte-reader.ts';

const MAKER_NOTE = 37500;
/** In Apple's notes: what a Live Photo's video carries, too. */
const CONTENT = 0x11;
const KEY = 'com.apple.quicktime.content.identifier';
const MAX_KEYS = 64;

/** An identifier as Apple writes one, a UUID; undefined for anything else. */
const identifierIn = (text: string): string | undefined => /^[\w-]{8,64}/.exec(text)?.[0];

/** The identifier in the notes of Apple's cameras in an EXIF block, whose places count from the notes' beginning. */
export async function identifierOfExif(exif: Buffer): Promise<string | undefined> {
  const bytes = bytesOf(exif.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(6) : exif);
  for (const { fields } of await directoriesOf(bytes)) {
    const note = fields.get(MAKER_NOTE);
    const head = note && (await bytes.read(note.at, 14));
    if (!note || head?.toString('latin1', 0, 9) !== 'Apple iOS') continue;
    const of = { base: note.at, isLittle: head.toString('latin1', 12, 14) === 'II' };
    const field = (await directoryAt(bytes, note.at + 14, of))?.fields.get(CONTENT);
    if (field?.type === 2)
      return identifierIn((await bytes.read(field.at, Math.min(field.count, 64))).toString('latin1'));
  }
  return undefined;
}

const within = async (bytes: Bytes, box: Box | undefined, type: string, skip = 0): Promise<Box | undefined> =>
  box && (await boxesIn(bytes, box.from + skip, box.from + box.length)).find((one) => one.type === type);

/** Which of a film's metadata keys is Apple's identifier, from 1; 0 where none is. */
async function keyAt(bytes: Bytes, keys: Box): Promise<number> {
  const list = await bytes.read(keys.from, Math.min(keys.length, 64 * 1024));
  for (let at = 8, n = 1; at + 8 <= list.length && n <= MAX_KEYS; n += 1) {
    const size = list.readUInt32BE(at);
    if (size < 8) return 0;
    if (list.toString('latin1', at + 8, at + size) === KEY) return n;
    at += size;
  }
  return 0;
}

/** The identifier in a QuickTime film's metadata (QuickTime File Format, "Metadata"). */
export async function identifierOfFilm(bytes: Bytes): Promise<string | undefined> {
  const moov = (await boxesIn(bytes)).find(({ type }) => type === 'moov');
  const meta = (await within(bytes, moov, 'meta')) ?? (await within(bytes, await within(bytes, moov, 'udta'), 'meta'));
  if (!meta) return undefined;
  // ISO's has four bytes of version before its boxes, QuickTime's has none.
  for (const skip of [0, 4]) {
    const [keys, list] = [await within(bytes, meta, 'keys', skip), await within(bytes, meta, 'ilst', skip)];
    const n = keys && list ? await keyAt(bytes, keys) : 0;
    if (!list || n === 0) continue;
    const values = await boxesIn(bytes, list.from, list.from + list.length);
    const value = values.find(({ type }) => Buffer.from(type, 'latin1').readUInt32BE(0) === n);
    const data = await within(bytes, value, 'data');
    if (data) return identifierIn((await bytes.read(data.from + 8, Math.min(data.length, 80))).toString('latin1'));
  }
  return undefined;
}
