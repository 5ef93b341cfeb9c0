import type { InputOptions } from '../video/ffmpeg.ts';
import type { ProbeStream } from '../video/ffprobe.ts';
import { readPackets } from './packets.ts';

// Camcorders write the time of recording into the picture's stream, in binary-coded decimals of their own clock.

/** Packets that are looked at: a cut recording may start with one that has no time. */
const PACKETS = 3;

const pad = (value: number): string => String(value).padStart(2, '0');

/** The value of two decimal digits in a byte; undefined if they are not digits. `tens` are the bits that the first one has. */
function decimal(byte: number | undefined, tens = 0xf): number | undefined {
  const [high, low] = [((byte ?? 0xff) >> 4) & tens, (byte ?? 0xff) & 0xf];
  return high > 9 || low > 9 ? undefined : high * 10 + low;
}

/** ISO 8601 from year, month and day, and hours, minutes and seconds, if all of these are known; undefined without a day. */
function isoOf(day: readonly (number | undefined)[], time: readonly (number | undefined)[]): string | undefined {
  const [date, clock] = [day, time].map((values) => {
    const known = values.flatMap((value) => value ?? []);
    return known.length === 3 ? known : undefined;
  });
  if (!date) return undefined;
  const text = date.map(pad).join('-');
  return clock ? `${text}T${clock.map(pad).join(':')}` : text;
}

const BLOCK = 80;
const SEQUENCE = 150 * BLOCK;
/** Packs for the date and time of recording (IEC 61834-4). */
const [REC_DATE, REC_TIME] = [0x62, 0x63];
/** In each sequence: blocks of the subcode with six packs each, and of VAUX with fifteen; where the first pack is, and how far apart they are. */
const PACKS = [
  { blocks: [1, 2], section: 1, first: 6, step: 8, count: 6 },
  { blocks: [3, 4, 5], section: 2, first: 3, step: 5, count: 15 },
] as const;

function* packsOf(frame: Buffer): Generator<Buffer> {
  for (let sequence = 0; sequence + SEQUENCE <= frame.length; sequence += SEQUENCE)
    for (const { blocks, section, first, step, count } of PACKS)
      for (const block of blocks) {
        const at = sequence + block * BLOCK;
        if ((frame[at] ?? 0) >> 5 !== section) continue;
        for (let n = 0; n < count; n += 1) yield frame.subarray(at + first + n * step, at + first + n * step + 5);
      }
}

/** The time of recording in a DV frame, `YYYY-MM-DDTHH:MM:SS`, or its day alone; undefined if it states none. */
export function timeOfDv(frame: Buffer): string | undefined {
  const found = new Map<number, Buffer>();
  for (const pack of packsOf(frame)) {
    const [kind = 0, , , , last] = pack;
    if ((kind === REC_DATE || kind === REC_TIME) && last !== 0xff && !found.has(kind)) found.set(kind, pack);
  }
  const [date, time] = [found.get(REC_DATE), found.get(REC_TIME)];
  const year = decimal(date?.[4]);
  // DV began in 1995.
  const full = year === undefined ? undefined : year + (year < 75 ? 2000 : 1900);
  return isoOf(
    [full, decimal(date?.[3], 1), decimal(date?.[2], 3)],
    [decimal(time?.[4], 3), decimal(time?.[3], 7), decimal(time?.[2], 7)],
  );
}

/** The message "MDPM" of AVCHD: its UUID and name. */
const MDPM = Buffer.from('17ee8c60f84d11d98cd60800200c9a664d44504d', 'hex');
/** After a count, fields of a tag and four bytes. */
const MAX_FIELDS = 64;
const [YEAR_AND_MONTH, DAY_AND_TIME] = [0x18, 0x19];

/** `+09:00` from a byte: unused, summer time, sign, hours in four bits, half an hour. Undefined without a zone, or in summer, when cameras differ. */
function zoneOf(byte: number): string | undefined {
  if (byte === 0 || (byte & 0xc0) !== 0) return undefined;
  return `${(byte & 0x20) === 0 ? '+' : '-'}${pad((byte >> 1) & 0xf)}:${(byte & 1) === 1 ? '30' : '00'}`;
}

/** The time of recording in a picture of AVCHD, `YYYY-MM-DDTHH:MM:SS`, with an offset if it states one; undefined if it states none. */
export function timeOfAvchd(picture: Buffer): string | undefined {
  const start = picture.indexOf(MDPM);
  if (start < 0) return undefined;
  // H.264 puts a 3 into every run of zeros (ITU-T H.264 section 7.4.1).
  const escaped = picture.toString('latin1', start + MDPM.length, start + MDPM.length + MAX_FIELDS * 6);
  const fields = Buffer.from(escaped.replaceAll('\0\0\x03', '\0\0'), 'latin1');
  const count = Math.min(fields[0] ?? 0, MAX_FIELDS);
  const valueOf = (tag: number): Buffer | undefined => {
    for (let n = 0, at = 1; n < count && at + 5 <= fields.length; n += 1, at += 5)
      if (fields[at] === tag) return fields.subarray(at + 1, at + 5);
    return undefined;
  };
  const [month, day] = [valueOf(YEAR_AND_MONTH), valueOf(DAY_AND_TIME)];
  const [century, year] = [decimal(month?.[1]), decimal(month?.[2])];
  const full = century === undefined || year === undefined ? undefined : century * 100 + year;
  const text = isoOf(
    [full, decimal(month?.[3]), decimal(day?.[0])],
    [decimal(day?.[1]), decimal(day?.[2]), decimal(day?.[3])],
  );
  return text?.includes('T') ? `${text}${zoneOf(month?.[0] ?? 0) ?? ''}` : text;
}

const READERS: Readonly<Record<string, (packet: Buffer) => string | undefined>> = {
  dvvideo: timeOfDv,
  h264: timeOfAvchd,
};

/** When a camcorder recorded a DV or AVCHD stream, by its own clock: ISO 8601, a day alone if the time is unknown. Undefined for all other streams. */
export async function recordedTime(input: InputOptions, stream: ProbeStream): Promise<string | undefined> {
  const { codec_name: codec = '', index } = stream;
  const read = codec === 'h264' && input.demuxer !== 'mpegts' ? undefined : READERS[codec];
  if (!read) return undefined;
  const packets = await readPackets(input, PACKETS, ['-select_streams', String(index)]);
  return packets.map(read).find((time) => time !== undefined);
}
