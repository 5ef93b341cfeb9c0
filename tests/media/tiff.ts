/** A value of a directory: a number, a text, bytes, bytes stored elsewhere (their offset), or directories. */
export type Value =
  | number
  | string
  | { readonly short: number }
  | { readonly bytes: Buffer }
  | { readonly at: Buffer }
  | { readonly directories: readonly Directory[] };
export type Directory = Readonly<Record<number, Value>>;

/**
 * Creates a little-endian TIFF 6.0 from a chain of directories, each stored before what it references, so that the first lies within the
 * first bytes. `mark` is the header.
 */
export function tiffFile(chain: readonly Directory[], mark = 'II*\0', gap = Buffer.alloc(0)): Buffer {
  const parts: Buffer[] = [Buffer.from(`${mark}\0\0\0\0`, 'latin1'), gap];
  let end = 8 + gap.length;
  const place = (bytes: Buffer): number => {
    const padded = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
    parts.push(padded);
    end += padded.length;
    return end - padded.length;
  };
  const write = (directory: Directory): { at: number; next: (to: number) => void } => {
    const fields = Object.entries(directory).map(([tag, value]) => [Number(tag), value] as const);
    const table = Buffer.alloc(2 + 12 * fields.length + 4);
    const at = place(table);
    table.writeUInt16LE(fields.length, 0);
    for (const [n, [tag, value]] of fields.entries()) field(table, 2 + 12 * n, tag, value);
    return { at, next: (to) => table.writeUInt32LE(to, table.length - 4) };
  };
  const field = (table: Buffer, at: number, tag: number, value: Value): void => {
    const put = (type: number, count: number, number: number): void => {
      table.writeUInt16LE(tag, at);
      table.writeUInt16LE(type, at + 2);
      table.writeUInt32LE(count, at + 4);
      table.writeUInt32LE(number, at + 8);
    };
    if (typeof value === 'number') put(4, 1, value);
    else if (typeof value === 'string') {
      const text = Buffer.from(`${value}\0`, 'latin1');
      if (text.length > 4) put(2, text.length, place(text));
      else put(2, text.length, text.readUIntLE(0, text.length));
    } else if ('short' in value) put(3, 1, value.short);
    else if ('bytes' in value) put(7, value.bytes.length, place(value.bytes));
    else if ('at' in value) put(4, 1, place(value.at));
    else {
      const places = value.directories.map((inner) => write(inner).at);
      const list = Buffer.alloc(4 * places.length);
      for (const [n, to] of places.entries()) list.writeUInt32LE(to, 4 * n);
      put(4, places.length, places.length === 1 ? (places[0] ?? 0) : place(list));
    }
  };
  let before: ReturnType<typeof write> | undefined;
  for (const directory of chain) {
    const written = write(directory);
    if (before) before.next(written.at);
    else parts[0]?.writeUInt32LE(written.at, 4);
    before = written;
  }
  return Buffer.concat(parts);
}
