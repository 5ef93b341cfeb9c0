import {
  chunkPrefix,
  PART_FFMPEG_S,
  paths,
  ProcessingError,
  readItem,
  renditionName,
  stripFrames,
  stripFrameSize,
  type MediaInfo,
} from '@maru/model';
import { forEachConcurrently } from '../concurrency/concurrency.ts';
import { isLocked, LockHeld } from '../concurrency/lock.ts';
import type { Renditions } from '../ports/objects.ts';
import type { StripTask } from '../ports/queue.ts';
import type { TempFolders } from '../ports/system.ts';
import type { Videos } from '../ports/videos.ts';
import { commitStrip, type CommitPorts } from './commit-strip.ts';
import { needsStrip } from './schedule-strip.ts';
import { chaptersOfScenes, MIN_SECONDS_WITH_CHAPTERS } from './suggested-chapters.ts';

interface StripPorts extends CommitPorts {
  readonly renditions: Renditions;
  readonly videos: Pick<Videos, 'makeStrip'>;
  readonly tempFolders: TempFolders;
}

/** How many chunks are downloaded at once. */
const CONCURRENCY = 8;

/** Downloads the smallest variant of a video, and returns the files of its chunks in order. */
async function downloadSmallest(
  { renditions }: Pick<StripPorts, 'renditions'>,
  { library, item, rev }: StripTask,
  { variants }: MediaInfo,
  folder: string,
): Promise<string[]> {
  const prefix = renditionName(library, item, rev, chunkPrefix(variants.at(-1) ?? ''));
  const indexOf = (name: string): number => Number.parseInt(name.slice(prefix.length));
  const names = (await renditions.list(prefix)).toSorted((a, b) => indexOf(a) - indexOf(b));
  const fileOf = (name: string): string => `${folder}/${indexOf(name)}.mp4`;
  await forEachConcurrently(CONCURRENCY, names, (name) => renditions.download(name, fileOf(name)));
  return names.map(fileOf);
}

/** Makes the strip of a video, and finds changes of scene if it is long and has no chapters of its own. */
const readVariant = (ports: StripPorts, task: StripTask, mediaInfo: MediaInfo) =>
  ports.tempFolders.withFolder(async (folder) => {
    const { width = 0, height = 0, duration: seconds = 0 } = mediaInfo;
    const chunks = await downloadSmallest(ports, task, mediaInfo, folder);
    const findScenes = seconds >= MIN_SECONDS_WITH_CHAPTERS && mediaInfo.suggestedChapters === undefined;
    const frames = stripFrames(seconds);
    const options = {
      frames,
      seconds,
      size: stripFrameSize({ width, height }),
      findScenes,
      timeoutSeconds: PART_FFMPEG_S,
    };
    const { image, scenes } = await ports.videos.makeStrip(chunks, options, folder);
    return {
      ...{ image, frames },
      suggestedChapters: findScenes ? chaptersOfScenes(scenes, seconds) : [],
    };
  });

/**
 * Makes the strip of a video that is displayed, from its smallest variant, and suggests chapters. A video that cannot be read plays without a strip. Throws
 * LockHeld while tokens are rotated.
 */
export async function makeStrip(ports: StripPorts, task: StripTask): Promise<void> {
  const { store, clock, log } = ports;
  const startedAt = clock.now();
  const fields = await store.read(paths.item(task.library, task.item));
  const item = fields && readItem(fields);
  if (item?.rev !== task.rev || !needsStrip(item)) {
    log('no strip needed', { ...task });
    return;
  }
  const rotation = paths.rotationLock(task.library);
  if (await isLocked(store, rotation, startedAt)) throw new LockHeld(rotation);
  try {
    const strip = await readVariant(ports, task, item.mediaInfo);
    const isCommitted = await commitStrip(ports, task, strip);
    const chapters = strip.suggestedChapters.length;
    log('strip made', {
      ...task,
      ...{ isCommitted, frames: strip.frames, bytes: strip.image.length, chapters, ms: clock.now() - startedAt },
    });
  } catch (error) {
    if (!(error instanceof ProcessingError)) throw error;
    log('strip failed', { ...task, error: String(error) });
  }
}
