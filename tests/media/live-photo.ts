import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpeg } from './ffmpeg.ts';
import { tiffFile } from './tiff.ts';

/** Adds Apple's maker notes with a content identifier (36 characters) to a JPEG without EXIF, as in the photo of a Live Photo. */
export function livePhoto(jpeg: Buffer, identifier: string): Buffer {
  const notes = Buffer.alloc(32 + 37);
  notes.write('Apple iOS\0\0\x01MM\0\x01\0\x11\0\x02\0\0\0\x25\0\0\0\x20', 0, 'latin1');
  notes.write(identifier, 32, 'latin1');
  const exif = Buffer.concat([
    Buffer.from('Exif\0\0', 'latin1'),
    tiffFile([{ 34665: { directories: [{ 37500: { bytes: notes } }] } }]),
  ]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(exif.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

/** Turns an MP4 into a QuickTime video with this content identifier, as in the video of a Live Photo. */
export async function liveVideo(mp4: Buffer, identifier: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'maru-live-'));
  try {
    const [input, output] = [join(folder, 'video.mp4'), join(folder, 'live.mov')];
    await writeFile(input, mp4);
    const tag = `com.apple.quicktime.content.identifier=${identifier}`;
    await ffmpeg(['-i', input, '-c', 'copy', '-movflags', 'use_metadata_tags', '-metadata', tag, output]);
    return await readFile(output);
  } finally {
    await rm(folder, { recursive: true });
  }
}
