import { compact } from '@maru/model';
import { decodeText } from './text-encoding.ts';

/** IPTC (IIM 4.2) fields of a photo: 2:55 Date Created, 2:60 Time Created, 2:120 Caption. */
export interface IptcMetadata {
  readonly date?: string;
  readonly time?: string;
  readonly caption?: string;
}

const FIELDS: Readonly<Record<number, keyof IptcMetadata>> = { 55: 'date', 60: 'time', 120: 'caption' };
const DATASET = 0x1c;
const HEADER = 5;

/** The datasets: inside Photoshop's resource 0x0404, or the block itself (TIFF). */
function datasetsIn(block: Buffer): Buffer {
  const at = block.indexOf(Buffer.from('8BIM\x04\x04', 'latin1'));
  if (at < 0) return block;
  // A Pascal string, padded to be even with its length, and four bytes of size.
  const name = (block[at + 6] ?? 0) + 1;
  return block.subarray(at + 6 + name + (name % 2) + 4);
}

/** Reads an IPTC block as sharp returns it; of a truncated one, the fields before the break. */
export function readIptc(block: Buffer): IptcMetadata {
  const data = datasetsIn(block);
  const found: { -readonly [K in keyof IptcMetadata]: IptcMetadata[K] } = {};
  let at = data.indexOf(DATASET);
  while (at >= 0 && at + HEADER <= data.length && data[at] === DATASET) {
    const size = data.readUInt16BE(at + 3);
    const field = data[at + 1] === 2 ? FIELDS[data[at + 2] ?? 0] : undefined;
    // Extended datasets (32 KB and more) hold no field we use.
    if (size >= 0x8000 || at + HEADER + size > data.length) break;
    if (field !== undefined) found[field] ??= decodeText(data.subarray(at + HEADER, at + HEADER + size)).trim();
    at += HEADER + size;
  }
  return compact(found);
}
