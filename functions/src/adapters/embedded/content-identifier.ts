import { readBoxes, type Box } from './iso-boxes.ts';
import { tiffOf } from './jpeg-segments.ts';
import { readDirectories, readDirectory } from './tiff-directories.ts';
import { readerOf, type ByteReader } from './byte-reader.ts';

const MAKER_NOTE = 37500;
/** Tag of the content identifier in Apple's maker note. */
const CONTENT_IDENTIFIER = 0x11;
const KEY = 'com.apple.quicktime.content.identifier';
const MAX_KEYS = 64;

/** Parses an identifier as Apple writes it, a UUID; undefined for anything else. */
const parseIdentifier = (text: string): string | undefined => /^[\w-]{8,64}/.exec(text)?.[0];

/** The content identifier in Apple's maker note of an EXIF block; offsets there are relative to the note. */
export async function identifierOfExif(exif: Buffer): Promise<string | undefined> {
  const bytes = readerOf(tiffOf(exif));
  for (const { fields } of await readDirectories(bytes)) {
    const note = fields.get(MAKER_NOTE);
    const head = note && (await bytes.read(note.at, 14));
    if (!note || head?.toString('latin1', 0, 9) !== 'Apple iOS') continue;
    const of = { base: note.at, isLittle: head.toString('latin1', 12, 14) === 'II' };
    const field = (await readDirectory(bytes, note.at + 14, of))?.fields.get(CONTENT_IDENTIFIER);
    if (field?.type === 2)
      return parseIdentifier((await bytes.read(field.at, Math.min(field.count, 64))).toString('latin1'));
  }
  return undefined;
}

const within = async (bytes: ByteReader, box: Box | undefined, type: string, skip = 0): Promise<Box | undefined> =>
  box && (await readBoxes(bytes, box.from + skip, box.from + box.length)).find((one) => one.type === type);

/** The 1-based index of Apple's identifier among a video's metadata keys; 0 if absent. */
async function keyIndex(bytes: ByteReader, keys: Box): Promise<number> {
  const list = await bytes.read(keys.from, Math.min(keys.length, 64 * 1024));
  for (let at = 8, n = 1; at + 8 <= list.length && n <= MAX_KEYS; n += 1) {
    const size = list.readUInt32BE(at);
    if (size < 8) return 0;
    if (list.toString('latin1', at + 8, at + size) === KEY) return n;
    at += size;
  }
  return 0;
}

/** The content identifier in a QuickTime video's metadata (QuickTime File Format, "Metadata"). */
export async function identifierOfVideo(bytes: ByteReader): Promise<string | undefined> {
  const moov = (await readBoxes(bytes)).find(({ type }) => type === 'moov');
  const meta = (await within(bytes, moov, 'meta')) ?? (await within(bytes, await within(bytes, moov, 'udta'), 'meta'));
  if (!meta) return undefined;
  // The ISO form has four bytes of version before its boxes, the QuickTime form has none.
  for (const skip of [0, 4]) {
    const [keys, list] = [await within(bytes, meta, 'keys', skip), await within(bytes, meta, 'ilst', skip)];
    const n = keys && list ? await keyIndex(bytes, keys) : 0;
    if (!list || n === 0) continue;
    const values = await readBoxes(bytes, list.from, list.from + list.length);
    const value = values.find(({ type }) => Buffer.from(type, 'latin1').readUInt32BE(0) === n);
    const data = await within(bytes, value, 'data');
    if (data) return parseIdentifier((await bytes.read(data.from + 8, Math.min(data.length, 80))).toString('latin1'));
  }
  return undefined;
}
