import { ProcessingError } from '@maru/model';
import type { InputOptions } from '../video/ffmpeg.ts';
import { runFfprobe } from '../video/ffprobe.ts';

/** Bytes of a packet that are returned: a DV frame has 144,000. */
const MAX_PACKET = 144_000;
/** Bytes in a line of ffprobe's dump, and characters. */
const [LINE_BYTES, LINE_CHARACTERS] = [16, 68];

/** The bytes of ffprobe's dump: lines of an offset and hexadecimal numbers. */
const bytesOf = (dump = ''): Buffer =>
  Buffer.from(
    dump
      .slice(0, (MAX_PACKET / LINE_BYTES) * LINE_CHARACTERS)
      .replaceAll(/^[0-9a-f]{8}: ((?:[0-9a-f]{2,4} ){1,8}).*$/gm, '$1')
      .replaceAll(/\s/g, ''),
    'hex',
  );

/** The first packets of a source, up to `MAX_PACKET` bytes each, read by ffprobe within its limits: none of a source that it cannot read. */
export async function readPackets(input: InputOptions, count: number, options: readonly string[]): Promise<Buffer[]> {
  const entries = ['-show_entries', 'packet=data', '-show_data', '-read_intervals', `%+#${count}`];
  try {
    return ((await runFfprobe(input, [...options, ...entries])).packets ?? []).map(({ data }) => bytesOf(data));
  } catch (error) {
    if (error instanceof ProcessingError) return [];
    throw error;
  }
}
