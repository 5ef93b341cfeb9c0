/** A file that may be one of several files of a recording. */
export interface RecordingFile {
  readonly name: string;
  /** The folder it is in; the files of one recording are in the same. */
  readonly folder?: string | undefined;
  /** Bytes. */
  readonly size: number;
  /** Reads the bytes from `start` up to, but without, `end`. */
  readonly read: (start: number, end: number) => Promise<Uint8Array>;
}

/** How a file's name numbers it. */
interface Numbered {
  /** The same for all files of a recording. */
  readonly series: string;
  readonly number: number;
  readonly isDvd: boolean;
}

/** A DVD player writes a title set as VTS_01_1.VOB, VTS_01_2.VOB…, at most 1 GiB each; VTS_01_0.VOB is its menu. */
const DVD_NAME = /^(vts_\d\d_)([1-9])\.vob$/i;
/** A camcorder on a FAT file system begins a file when one has 2 or 4 GB: 00012.MTS continues 00011.MTS. */
const TRANSPORT_NAME = /^(.*?)(\d+)\.(?:mts|m2ts|m2t|ts|tod)$/i;

const SYNC_BYTE = 0x47;
/** Bytes that are read at the ends of a file to find its clock, which is written at least every 100 ms. */
const CLOCK_BYTES = 1 << 20;
/** The clock's period: 33 bits at 90 kHz. */
const CLOCK_PERIOD = 2 ** 33;
/** A file continues another if its clock does within a second. */
const MAX_GAP = 90_000;

function numbered({ name, folder = '' }: RecordingFile): Numbered | undefined {
  const dvd = DVD_NAME.exec(name);
  const [, prefix, digits] = dvd ?? TRANSPORT_NAME.exec(name) ?? [];
  if (prefix === undefined || digits === undefined) return undefined;
  return { series: `${folder}/${prefix.toLowerCase()}`, number: Number(digits), isDvd: dvd !== null };
}

/** The packet size of an MPEG transport stream, with a timestamp of 4 bytes before each packet in AVCHD; undefined for other files. */
function packetSize(head: Uint8Array): number | undefined {
  const sizes = [
    [188, 0],
    [192, 4],
  ] as const;
  return sizes.find(([size, at]) => [0, 1, 2].every((n) => head[n * size + at] === SYNC_BYTE))?.[0];
}

/** The program clock references (PCR) in whole packets, in ticks of 90 kHz. */
function clocks(bytes: Uint8Array, size: number): number[] {
  const found: number[] = [];
  for (let at = size - 188; at + 188 <= bytes.length; at += size) {
    const hasClock =
      ((bytes[at + 3] ?? 0) & 0x20) !== 0 && (bytes[at + 4] ?? 0) >= 7 && ((bytes[at + 5] ?? 0) & 0x10) !== 0;
    if (bytes[at] !== SYNC_BYTE || !hasClock) continue;
    const view = new DataView(bytes.buffer, bytes.byteOffset + at + 6);
    found.push(view.getUint32(0) * 2 + (view.getUint8(4) >> 7));
  }
  return found;
}

/** Whether the clock of one transport stream goes on in the next. */
async function continuesClock(one: RecordingFile, next: RecordingFile): Promise<boolean> {
  const head = await next.read(0, Math.min(next.size, CLOCK_BYTES));
  const size = packetSize(head);
  if (size === undefined) return false;
  const packets = Math.floor(Math.min(one.size, CLOCK_BYTES) / size);
  const end = one.size - (one.size % size);
  const last = clocks(await one.read(end - packets * size, end), size).at(-1);
  const [first] = clocks(head, size);
  return last !== undefined && first !== undefined && (first - last + CLOCK_PERIOD) % CLOCK_PERIOD <= MAX_GAP;
}

/**
 * Finds the files of one recording: the VOB files of a DVD's title set, and the files of a camcorder whose clock goes on in the next.
 * Joined byte by byte, in this order, they are the recording. Returns every file once, in the order of the first files. A file that cannot be read stays alone.
 */
export async function groupRecordings<F extends RecordingFile>(files: readonly F[]): Promise<[F, ...F[]][]> {
  const known = new Map<string, F>();
  const keyOf = (series: string, number: number): string => `${series}${number}`;
  for (const file of files) {
    const at = numbered(file);
    if (at) known.set(keyOf(at.series, at.number), file);
  }
  const next = new Map<F, F>();
  for (const file of files) {
    const at = numbered(file);
    const after = at && known.get(keyOf(at.series, at.number + 1));
    if (!at || !after || known.get(keyOf(at.series, at.number)) !== file) continue;
    if (at.isDvd || (await continuesClock(file, after).catch(() => false))) next.set(file, after);
  }
  const continued = new Set(next.values());
  return files
    .filter((file) => !continued.has(file))
    .map((first) => {
      const recording: [F, ...F[]] = [first];
      for (let file = next.get(first); file; file = next.get(file)) recording.push(file);
      return recording;
    });
}
