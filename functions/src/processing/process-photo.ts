import {
  gridSize,
  ProcessingError,
  rotatedSize,
  screenSize,
  type MediaInfo,
  type Rotation,
  type Size,
} from '@maru/model';
import { panoramaOf } from '@maru/model/media/panorama';
import type { Renditions } from '../ports/objects.ts';
import type { ImageFormat, Images } from '../ports/images.ts';
import { imageMetadata } from '../metadata/metadata.ts';
import { settleAll } from '../concurrency/concurrency.ts';
import { renditionWriter, putStream } from './put-renditions.ts';
import { findMotionClip, processMotion, type MotionPorts } from './process-motion.ts';
import type { ProcessingJob } from './processing-job.ts';

/** The ports needed to process a photo. */
export interface PhotoPorts extends MotionPorts {
  readonly images: Images;
  readonly renditions: Renditions;
}

/** The displayed size of a photo, its images and hashes. */
type Rendered = { readonly size: Size } & Awaited<ReturnType<Images['render']>>;

const JPEG: ImageFormat = { kind: 'photo', format: 'jpeg', decoder: 'sharp' };
/** Maximum number of embedded previews to try. */
const MAX_PREVIEWS = 4;

async function renderPhoto(
  images: Images,
  file: string,
  format: ImageFormat,
  measured: Size,
  rotation: Rotation,
): Promise<Rendered> {
  const size = rotatedSize(measured, rotation);
  const sizes = { grid: gridSize(size), screen: screenSize(size) };
  return { size, ...(await images.render(file, format, sizes, rotation)) };
}

/** Renders the largest embedded preview that can be decoded; undefined if there is none. */
async function renderPreview({ embeddedMedia, images }: PhotoPorts, job: ProcessingJob, format: ImageFormat) {
  for (let nth = 0; nth < MAX_PREVIEWS; nth += 1) {
    const to = `${job.folder}/preview-${String(nth)}`;
    if (!(await embeddedMedia.preview(job.file, format, nth, to))) return undefined;
    try {
      const rendered = await renderPhoto(images, to, JPEG, await images.measure(to, JPEG), job.rotation);
      if (!rendered.isDamaged) return rendered;
    } catch (error) {
      if (!(error instanceof ProcessingError)) throw error;
    }
  }
  return undefined;
}

/** Undefined if the decoder refuses what the file is made of, which is no damage. */
async function ifSupported<T>(attempt: Promise<T>): Promise<T | undefined> {
  try {
    return await attempt;
  } catch (error) {
    if (error instanceof ProcessingError && error.failure === 'no-decoder') return undefined;
    throw error;
  }
}

/** Creates the renditions of a photo and its motion clip. A photo without a decoder and a preview is unsupported and gets none. */
export async function processPhoto(ports: PhotoPorts, job: ProcessingJob, format: ImageFormat): Promise<MediaInfo> {
  const { file } = job;
  const { images, clock } = ports;
  // `measure` enforces the limits, so it runs before the decoder and the metadata reader. RAW readers have limits of their own.
  const size = format.decoder === 'preview' ? undefined : await ifSupported(images.measure(file, format));
  const [rendered, motionFile, metadata] = await settleAll(
    size
      ? ifSupported(renderPhoto(images, file, format, size, job.rotation))
      : format.decoder === 'preview'
        ? renderPreview(ports, job, format)
        : undefined,
    findMotionClip(ports, job, format),
    images.readMetadata(file, format),
  );
  const motion = rendered && motionFile && (await processMotion(ports, job, motionFile));
  const put = renditionWriter(ports, job);
  if (rendered)
    await Promise.all([put('grid', rendered.grid, rendered.type), put('screen', rendered.screen, rendered.type)]);
  if (motion) await putStream(put, job, motion.encoded);
  const mediaInfo = {
    kind: 'photo',
    format: format.format,
    variants: [],
    ...imageMetadata(metadata, { ...job, now: clock.now() }),
  } as const;
  if (!rendered) return { ...mediaInfo, isUnsupported: true };
  const { size: displayed, thumbhash, phash, isDamaged } = rendered;
  const rotation = job.rotation === 0 ? {} : { rotation: job.rotation };
  const panorama = metadata.sphere && job.rotation === 0 ? panoramaOf(metadata.sphere, displayed) : undefined;
  return {
    ...mediaInfo,
    ...displayed,
    ...rotation,
    thumbhash,
    ...(phash !== undefined && { phash }),
    ...(panorama && { panorama }),
    ...(isDamaged && { isDamaged }),
    ...motion?.mediaInfo,
  };
}
