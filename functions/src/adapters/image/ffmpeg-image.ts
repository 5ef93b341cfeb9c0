import { MAX_VIDEO_PIXELS, ProcessingError, type Size } from '@maru/model';
import type { ImageFormat } from '../../ports/images.ts';
import { runFfmpeg, type InputOptions } from '../video/ffmpeg.ts';
import { runFfprobe } from '../video/ffprobe.ts';

// BMP and JPEG 2000, which sharp's build cannot read, by ffmpeg with the demuxer of that format alone.

const TIMEOUT_S = 60;

function inputOf(file: string, { format, stillDemuxer }: ImageFormat): InputOptions {
  if (!stillDemuxer) throw new Error(`no demuxer for ${format}`);
  return { source: file, demuxer: stillDemuxer };
}

/** The size of an image; throws ProcessingError. */
export async function measureByFfmpeg(file: string, format: ImageFormat): Promise<Size> {
  const entries = ['-show_entries', 'stream=width,height'];
  const { width = 0, height = 0 } = (await runFfprobe(inputOf(file, format), entries)).streams?.[0] ?? {};
  if (width === 0 || height === 0) throw new ProcessingError('unreadable', 'an image without a size');
  if (width * height > MAX_VIDEO_PIXELS) throw new ProcessingError('too-many-pixels');
  return { width, height };
}

/** Writes an image at a size as a PNG beside its file and returns the path; throws ProcessingError. */
export async function toPng(file: string, format: ImageFormat, { width, height }: Size): Promise<string> {
  const png = `${file}.png`;
  const options = ['-map', '0:v:0', '-frames:v', '1', '-vf', `scale=${width}:${height}:flags=lanczos`];
  await runFfmpeg({
    inputs: [inputOf(file, format)],
    outputs: [{ file: png, options: [...options, '-c:v', 'png', '-f', 'image2', '-update', '1'] }],
    timeoutSeconds: TIMEOUT_S,
  });
  return png;
}
