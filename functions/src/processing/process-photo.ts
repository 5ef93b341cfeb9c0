import { gridSize, ProcessingError, screenSize, type MediaInfo, type Size } from '@maru/model';
import type { Renditions } from '../ports/objects.ts';
import type { ImageFormat, Images } from '../ports/images.ts';
import { imageMetadata } from '../metadata/metadata.ts';
import { settleAll } from '../concurrency/concurrency.ts';
import { renditionWriter, putStream } from './process-video.ts';
import { findMotionClip, processMotion, type MotionPorts } from './process-motion.ts';
import type { ProcessingJob } from './processing-job.ts';

/** All that making a photo needs. */
export interface PhotoPorts extends MotionPorts {
  readonly images: Images;
  readonly renditions: Renditions;
}

/** A photo as it is shown: its size, its stills and its thumbhash. */
type Shown = { readonly size: Size } & Awaited<ReturnType<Images['render']>>;

const JPEG: ImageFormat = { kind: 'photo', format: 'jpeg', decoder: 'sharp' };
/** How many of the pictures in a photo are tried until one can be decoded. */
const MAX_PREVIEWS = 4;

async function developed(pictures: Images, file: string, format: ImageFormat, size: Size): Promise<Shown> {
  const sizes = { grid: gridSize(size), screen: screenSize(size) };
  return { size, ...(await pictures.render(file, format, sizes)) };
}

/** The largest picture in a photo that nothing here decodes; undefined where there is none that can be. */
async function preview({ embeddedMedia, images }: PhotoPorts, making: ProcessingJob, format: ImageFormat) {
  for (let nth = 0; nth < MAX_PREVIEWS; nth += 1) {
    const to = `${making.folder}/preview-${String(nth)}`;
    if (!(await embeddedMedia.preview(making.file, format, nth, to))) return undefined;
    try {
      return await developed(images, to, JPEG, await images.measure(to, JPEG));
    } catch (error) {
      if (!(error instanceof ProcessingError)) throw error;
    }
  }
  return undefined;
}

/** Makes a photo's renditions, and those of its moment, and says what it is. What nothing here decodes and has no preview is unseen. */
export async function processPhoto(ports: PhotoPorts, making: ProcessingJob, format: ImageFormat): Promise<MediaInfo> {
  const { file } = making;
  const { images, clock } = ports;
  // What a file counts is bounded before its decoder and its metadata's reader count along; those of a RAW have bounds of their own.
  const size = format.decoder === 'preview' ? undefined : await images.measure(file, format);
  const [shown, found, facts] = await settleAll(
    size ? developed(images, file, format, size) : preview(ports, making, format),
    findMotionClip(ports, making, format),
    images.readMetadata(file, format),
  );
  const moment = shown && found && (await processMotion(ports, making, found));
  const put = renditionWriter(ports, making);
  if (shown) await Promise.all([put('grid', shown.grid, shown.type), put('screen', shown.screen, shown.type)]);
  if (moment) await putStream(making, moment.encoded, put);
  const about = imageMetadata(facts, { ...making, now: clock.now() });
  const told = { kind: 'photo', format: format.format, variants: [], ...about } as const;
  if (!shown) return { ...told, isUnsupported: true };
  return { ...told, ...shown.size, thumbhash: shown.thumbhash, phash: shown.phash, ...moment?.told };
}
