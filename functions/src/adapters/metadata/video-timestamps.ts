import { compact } from '@maru/model';
import type { VideoTimestamps } from '../../ports/videos.ts';
import type { InputOptions } from '../video/ffmpeg.ts';
import type { ProbeStream } from '../video/ffprobe.ts';
import { recordedTime } from './camcorder-time.ts';
import { readPackets } from './packets.ts';

/** Bytes of an ASF that are looked at. */
const ASF_HEAD = 64 * 1024;
const MAX_ASF_OBJECTS = 64;
/** The file properties object (Advanced Systems Format, section 3.2). */
const FILE_PROPERTIES = Buffer.from('a1dcab8c47a9cf118ee400c00c205365', 'hex');
/** Milliseconds from 1601 to 1970. */
const EPOCH_1601_MS = 11_644_473_600_000;

/** The creation date of an ASF file, in UTC, which ffprobe does not tell. */
export function asfCreated(head: Buffer): string | undefined {
  for (let at = 30, n = 0; n < MAX_ASF_OBJECTS && at + 56 <= head.length; n += 1) {
    if (head.subarray(at, at + 16).equals(FILE_PROPERTIES)) {
      const ms = Number(head.readBigUInt64LE(at + 48) / 10_000n) - EPOCH_1601_MS;
      return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : undefined;
    }
    const size = Number(head.readBigUInt64LE(at + 16));
    if (size < 24) return undefined;
    at += size;
  }
  return undefined;
}

async function readAsfCreated({ source }: InputOptions): Promise<string | undefined> {
  const [head] = await readPackets({ source, demuxer: 'data' }, 1, ['-raw_packet_size', String(ASF_HEAD)]);
  return head && asfCreated(head);
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** ISO 8601 from the date of a C program, `SAT MAY 03 14:12:40 2008`; other text as it is. */
function fromC(text: string | undefined): string | undefined {
  const [, month = '', day = '', time, year] =
    /^[a-z]{3} +([a-z]{3}) +(\d{1,2}) +(\d\d:\d\d:\d\d) +(\d{4})/i.exec(text ?? '') ?? [];
  const number = MONTHS.indexOf(month.toLowerCase()) + 1;
  return year && time && number > 0
    ? `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}T${time}`
    : text;
}

/**
 * The timestamps of a container, by its tags, which `text` returns by their names in lower case, and of the stream of its picture, if it has one. AVI knows
 * local time only.
 */
export async function readTimestamps(
  input: InputOptions,
  video: ProbeStream | undefined,
  text: (name: string) => string | undefined,
): Promise<VideoTimestamps> {
  const isLocal = input.demuxer === 'avi';
  const created = input.demuxer === 'asf' ? await readAsfCreated(input) : undefined;
  return compact({
    created: created ?? (isLocal ? undefined : text('creation_time')),
    apple: text('com.apple.quicktime.creationdate'),
    local: isLocal ? fromC(text('creation_time') ?? text('idit') ?? text('datetimeoriginal')) : undefined,
    tagged: video && fromC(text('date_recorded') ?? text('date')),
    recorded: video && (await recordedTime(input, video)),
  });
}
