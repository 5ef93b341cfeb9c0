import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { durationOf, type Format } from '@maru/model';
import { describe, expect, test } from 'vitest';
import { createTempFolder, createVideo, ffprobe, tone, transcode } from '../../../testing/videos.ts';

const folder = createTempFolder();
const at = (name: string): string => join(folder(), name);

const SECONDS = 2;
const COVER = ['-f', 'lavfi', '-i', 'testsrc2=size=640x640:rate=1:duration=1'];

/** A tone with these options; `cover` attaches a picture, as MP3 and M4A have it. */
const song = (...options: string[]): string[] => [...tone(SECONDS), ...options];
const withCover = (...options: string[]): string[] => [
  ...tone(SECONDS),
  ...[...COVER, '-map', '0', '-map', '1', '-c:v', 'png', '-disposition:v', 'attached_pic'],
  ...options,
];
const phone = ['-ar', '8000', '-ac', '1', '-c:a', 'libopencore_amrnb'];

/** A sound to create, and how it is recognized. */
interface SoundFile {
  readonly args: readonly string[];
  /** The format by its bytes, and the demuxer that must read it. */
  readonly format: Format;
  readonly demuxer: string;
  readonly hasCover?: boolean;
  /** Bytes of an ID3 tag to put before it. */
  readonly id3?: number;
}

/** A file of every format that families have. */
const FILES: Readonly<Record<string, SoundFile>> = {
  'song.mp3': { args: song('-c:a', 'libmp3lame'), format: 'mp3', demuxer: 'mp3' },
  'without-id3.mp3': { args: song('-c:a', 'libmp3lame', '-id3v2_version', '0'), format: 'mp3', demuxer: 'mp3' },
  'cover.mp3': { args: withCover('-c:a', 'libmp3lame'), format: 'mp3', demuxer: 'mp3', hasCover: true },
  'cover.m4a': { args: withCover('-c:a', 'aac'), format: 'm4a', demuxer: 'mov', hasCover: true },
  'lossless.m4a': { args: withCover('-c:a', 'alac'), format: 'm4a', demuxer: 'mov', hasCover: true },
  // As an iPhone, a Galaxy and old phones record.
  'memo.qta': { args: song('-c:a', 'aac', '-f', 'mov'), format: 'mov', demuxer: 'mov' },
  'galaxy.m4a': { args: song('-c:a', 'aac', '-f', 'mp4', '-brand', 'mp42'), format: 'mp4', demuxer: 'mov' },
  'phone.3gp': { args: song(...phone), format: '3gp', demuxer: 'mov' },
  'phone.amr': { args: song(...phone), format: 'amr', demuxer: 'amr' },
  '16-bit.wav': { args: song('-c:a', 'pcm_s16le'), format: 'wav', demuxer: 'wav' },
  '24-bit.wav': { args: song('-c:a', 'pcm_s24le', '-ar', '96000', '-ac', '2'), format: 'wav', demuxer: 'wav' },
  'float.wav': { args: song('-c:a', 'pcm_f32le'), format: 'wav', demuxer: 'wav' },
  'recorder.bwf.wav': { args: song('-c:a', 'pcm_s16le', '-write_bext', '1'), format: 'wav', demuxer: 'wav' },
  'rf64.wav': { args: song('-c:a', 'pcm_s16le', '-rf64', 'always'), format: 'wav', demuxer: 'wav' },
  'song.flac': { args: withCover('-c:a', 'flac'), format: 'flac', demuxer: 'flac', hasCover: true },
  'after-id3.flac': { args: song('-c:a', 'flac'), format: 'flac', demuxer: 'flac', id3: 300 },
  'after-long-id3.flac': { args: song('-c:a', 'flac'), format: 'flac', demuxer: 'flac', id3: 50_000 },
  'song.aac': { args: song('-c:a', 'aac', '-f', 'adts'), format: 'aac', demuxer: 'aac' },
  'after-id3.aac': { args: song('-c:a', 'aac', '-f', 'adts'), format: 'aac', demuxer: 'aac', id3: 300 },
  'after-long-id3.aac': { args: song('-c:a', 'aac', '-f', 'adts'), format: 'aac', demuxer: 'aac', id3: 50_000 },
  'song.ogg': { args: song('-c:a', 'libvorbis'), format: 'ogg', demuxer: 'ogg' },
  'song.opus': { args: song('-c:a', 'libopus'), format: 'ogg', demuxer: 'ogg' },
  'song.wma': { args: song('-c:a', 'wmav2'), format: 'asf', demuxer: 'asf' },
  'song.aiff': { args: song('-c:a', 'pcm_s16be'), format: 'aiff', demuxer: 'aiff' },
  'sound-alone.mka': { args: song('-c:a', 'libopus'), format: 'matroska', demuxer: 'matroska' },
};

/** An ID3 2.4 tag of padding, `length` bytes long without its header. */
const id3Of = (length: number): Buffer =>
  Buffer.concat([
    Buffer.from('ID3\x04\0\0', 'latin1'),
    Buffer.from([21, 14, 7, 0].map((shift) => (length >> shift) & 0x7f)),
    Buffer.alloc(length),
  ]);

async function createSound(name: string, { args, id3 }: SoundFile): Promise<string> {
  const file = await createVideo(at(name), ...args);
  if (id3 !== undefined) await writeFile(file, Buffer.concat([id3Of(id3), await readFile(file)]));
  return file;
}

describe.each(Object.entries(FILES))('%s', (name, expected) => {
  test('is recognized by its bytes and becomes a stream of its length, without a picture', async () => {
    const { media, encoded } = await transcode(await createSound(name, expected), folder());
    expect([media.format, media.demuxer]).toEqual([expected.format, expected.demuxer]);
    expect(media.probe.video).toBeUndefined();
    expect(media.probe.cover !== undefined).toBe(expected.hasCover === true);
    const { streams } = await ffprobe(encoded[0]?.file ?? '');
    expect(streams.map((one) => one['codec_name'])).toEqual(['aac']);
    const [best] = encoded;
    const played = best && durationOf(best.variant);
    expect(played).toBeGreaterThan(SECONDS - 0.1);
    expect(played).toBeLessThan(SECONDS + 0.15);
    expect(best?.variant).toMatchObject({ name: 'sound', codecs: 'mp4a.40.2' });
    expect(media.probe.seconds).toBeCloseTo(SECONDS, 0);
  });
});
