import { MAX_VIDEO_PIXELS, ProcessingError, type Size } from '@maru/model';
import type { ImageFormat } from '../../ports/images.ts';
import { runFfmpeg, type InputOptions } from '../video/ffmpeg.ts';
import { runFfprobe } from '../video/ffprobe.ts';

// BMP and JPEG 2000, which sharp's build cannot read, by ffmpeg with the demuxer of that format alone.

const TIMEOUT_S = 60;
/** What ffmpeg's decoder can do. */
const MAX_HALVINGS = 5;

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

/** How often a JPEG 2000 of this size may be halved while it is decoded: 35 megapixels for a screen take 3 s and 400 MB then, 37 s and 900 MB without. */
const halvings = (from: Size, to: Size): number =>
  Math.max(0, Math.min(MAX_HALVINGS, Math.floor(Math.log2(Math.min(from.width / to.width, from.height / to.height)))));

/** Writes an image at a size as a PNG beside its file and returns the path; throws ProcessingError. */
export async function toPng(file: string, format: ImageFormat, size: Size): Promise<string> {
  const png = `${file}.png`;
  const scale = `scale=${size.width}:${size.height}:flags=lanczos`;
  const options = ['-map', '0:v:0', '-frames:v', '1', '-vf', scale, '-c:v', 'png', '-f', 'image2', '-update', '1'];
  const decode = (more: readonly string[]): Promise<string> =>
    runFfmpeg({
      inputs: [{ ...inputOf(file, format), options: more }],
      outputs: [{ file: png, options }],
      timeoutSeconds: TIMEOUT_S,
    });
  const times = format.format === 'jp2' ? halvings(await measureByFfmpeg(file, format), size) : 0;
  // Few have fewer resolutions than that.
  const isSmall =
    times > 0 &&
    (await decode(['-lowres', String(times)]).then(
      () => true,
      (error: unknown) => {
        if (error instanceof ProcessingError && error.failure === 'unreadable') return false;
        throw error;
      },
    ));
  if (!isSmall) await decode([]);
  return png;
}
