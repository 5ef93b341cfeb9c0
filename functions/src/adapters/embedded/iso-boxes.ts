import type { Bytes } from './byte-reader.ts';

/** A box of an ISO base media file (ISO/IEC 14496-12 section 4.2): its content lies at `from`, and is `length` bytes. */
export interface Box {
  readonly type: string;
  readonly from: number;
  readonly length: number;
}

/** No photo has so many beside each other; what has more is not read to its end. */
const MOST = 256;

/** The boxes that lie beside each other between two places of a file, as far as they are whole. */
export async function boxesIn(bytes: Bytes, from = 0, to = bytes.size): Promise<Box[]> {
  const found: Box[] = [];
  for (let at = from; at + 8 <= to && found.length < MOST;) {
    const head = await bytes.read(at, 16);
    if (head.length < 8) break;
    const small = head.readUInt32BE(0);
    const isLarge = small === 1 && head.length === 16;
    const size = isLarge ? Number(head.readBigUInt64BE(8)) : small === 0 ? to - at : small;
    const start = isLarge ? 16 : 8;
    if (size < start || at + size > to) break;
    found.push({ type: head.toString('latin1', 4, 8), from: at + start, length: size - start });
    at += size;
  }
  return found;
}
