import { compact } from '@maru/model';

/** What IPTC (IIM 4.2) says of a photo: 2:55 Date Created, 2:60 Time Created, 2:120 Caption. */
export interface IptcFacts {
  readonly date?: string;
  readonly time?: string;
  readonly caption?: string;
}

const FIELDS: Readonly<Record<number, keyof IptcFacts>> = { 55: 'date', 60: 'time', 120: 'caption' };
const DATASET = 0x1c;
const HEADER = 5;

/** UTF-8 where it is that, else what old Korean or else Western programs wrote. */
function decoded(bytes: Buffer): string {
  for (const encoding of ['utf-8', 'euc-kr']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next one.
    }
  }
  return bytes.toString('latin1');
}

/** Where the datasets begin: in the resource 0x0404 of Photoshop's, or at once (TIFF). */
function datasetsIn(block: Buffer): Buffer {
  const at = block.indexOf(Buffer.from('8BIM\x04\x04', 'latin1'));
  if (at < 0) return block;
  // A Pascal string, padded to be even with its length, and four bytes of size.
  const name = (block[at + 6] ?? 0) + 1;
  return block.subarray(at + 6 + name + (name % 2) + 4);
}

/** Reads an IPTC block as sharp gives it; one that is broken says what stands before the break. */
export function iptcOf(block: Buffer): IptcFacts {
  const data = datasetsIn(block);
  const found: { -readonly [K in keyof IptcFacts]: IptcFacts[K] } = {};
  let at = data.indexOf(DATASET);
  while (at >= 0 && at + HEADER <= data.length && data[at] === DATASET) {
    const size = data.readUInt16BE(at + 3);
    const field = data[at + 1] === 2 ? FIELDS[data[at + 2] ?? 0] : undefined;
    // Extended datasets (of 32 KB and more) hold nothing of ours.
    if (size >= 0x8000 || at + HEADER + size > data.length) break;
    if (field !== undefined) found[field] ??= decoded(data.subarray(at + HEADER, at + HEADER + size)).trim();
    at += HEADER + size;
  }
  return compact(found);
}
