import { gridSize, ProcessingError, screenSize, sniff } from '@maru/model';
import type { Images, RenderedImage } from '../ports/images.ts';
import type { MediaFile, Videos } from '../ports/videos.ts';

interface SoundPorts {
  readonly videos: Videos;
  readonly images: Images;
}

/** Resolves to undefined instead of a ProcessingError: a sound plays without a cover and without a waveform. */
async function ignoreProcessingError<T>(what: Promise<T>): Promise<T | undefined> {
  try {
    return await what;
  } catch (error) {
    if (error instanceof ProcessingError) return undefined;
    throw error;
  }
}

async function render({ videos, images }: SoundPorts, folder: string, media: MediaFile, timeoutSeconds: number) {
  const file = `${folder}/cover`;
  const format = sniff(await videos.extractCover(media, { timeoutSeconds }, file));
  if (format?.kind !== 'photo' || format.decoder !== 'sharp') throw new ProcessingError('not-media', 'cover');
  const size = await images.measure(file, format);
  return images.render(file, format, { grid: gridSize(size), screen: screenSize(size) });
}

/** Renders the cover in a sound's tags; undefined if it has none that can be read. */
export const renderCover = async (
  ports: SoundPorts,
  folder: string,
  media: MediaFile,
  timeoutSeconds: number,
): Promise<RenderedImage | undefined> =>
  media.probe.cover === undefined ? undefined : ignoreProcessingError(render(ports, folder, media, timeoutSeconds));

/** Reads the peaks of a sound's waveform (see `peaksOf`); undefined if they cannot be read in this time. */
export const readPeaks = (
  { videos }: SoundPorts,
  folder: string,
  media: MediaFile,
  timeoutSeconds: number,
): Promise<Uint8Array | undefined> => ignoreProcessingError(videos.readWaveform(media, { timeoutSeconds }, folder));
