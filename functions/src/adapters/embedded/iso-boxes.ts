import type { ByteReader } from './byte-reader.ts';

/** A box of an ISO base media file (ISO/IEC 14496-12 section 4.2); its content is `length` bytes at `from`. */
export interface Box {
  readonly type: string;
  readonly from: number;
  readonly length: number;
}

/** No real photo has as many sibling boxes; the rest is not read. */
const MAX_BOXES = 256;

/** Reads the sibling boxes between two offsets; stops at a truncated one. */
export async function readBoxes(bytes: ByteReader, from = 0, to = bytes.size): Promise<Box[]> {
  const found: Box[] = [];
  for (let at = from; at + 8 <= to && found.length < MAX_BOXES;) {
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
