import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { paths, readItem, renditionName, type ItemId, type LibraryId } from '@maru/model';
import { useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';

const run = promisify(execFile);

/** Saves a playlist of an item's stream and its objects into a folder, as a player reads them by their token; returns the local playlist. */
export async function saveStream(library: LibraryId, item: ItemId, name: string, folder: string): Promise<string> {
  const { urls, buckets } = useEmulators();
  const base = `${urls.storageProxy}/v0/b/${buckets.renditions}/o/`;
  const { rev, token = '' } = readItem(await inspect.doc(paths.item(library, item)));
  const read = async (uri: string): Promise<Response> => {
    const response = await fetch(base + uri);
    if (!response.ok) throw new Error(`${uri}: ${String(response.status)}`);
    return response;
  };
  const uri = encodeURIComponent(renditionName(library, item, rev, `stream/${name}.m3u8`));
  let text = await (await read(`${uri}?alt=media&token=${token}`)).text();
  for (const object of new Set(text.match(/r%2F[^"\s]+/g))) {
    const local =
      decodeURIComponent(object.split('?')[0] ?? '')
        .split('/')
        .at(-1) ?? '';
    await writeFile(join(folder, local), (await read(object)).body ?? '');
    text = text.replaceAll(object, local);
  }
  const file = join(folder, `${name}.m3u8`);
  await writeFile(file, text);
  return file;
}

/** Counts the pictures of a saved stream. */
export async function countFrames(playlist: string): Promise<number> {
  const { stdout } = await run(process.env['MARU_FFPROBE_PATH'] ?? 'ffprobe', [
    ...['-v', 'error', '-select_streams', 'v', '-count_packets', '-show_entries', 'stream=nb_read_packets'],
    ...['-of', 'csv=p=0', '-allowed_extensions', 'ALL', playlist],
  ]);
  return Number(stdout.trim().split('\n')[0]);
}

/** Decodes the sound of a file or a saved stream to one channel at 48 kHz. */
export async function decodeSound(file: string, options: readonly string[] = []): Promise<Int16Array> {
  const { stdout } = await run(
    process.env['MARU_FFMPEG_PATH'] ?? 'ffmpeg',
    ['-v', 'error', ...options, '-i', file, '-vn', '-ac', '1', '-ar', '48000', '-f', 's16le', '-'],
    { encoding: 'buffer', maxBuffer: 2 ** 31 },
  );
  return new Int16Array(stdout.buffer, stdout.byteOffset, stdout.length >> 1);
}

/** The root mean square of the differences of two sounds in a window, in sample values. */
export function differenceAt(a: Int16Array, b: Int16Array, from: number, length: number): number {
  let sum = 0;
  for (let n = from; n < from + length; n += 1) sum += ((a[n] ?? 0) - (b[n] ?? 0)) ** 2;
  return Math.sqrt(sum / length);
}
