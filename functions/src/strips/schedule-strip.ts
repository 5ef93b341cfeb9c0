import { stripFrames, type Item, type MediaInfo } from '@maru/model';
import type { Queue, StripTask } from '../ports/queue.ts';

/** Whether a displayed video is complete and long enough for a strip, and has none. */
export const needsStrip = (item: Item): item is Item & { readonly mediaInfo: MediaInfo; readonly token: string } =>
  item.state === 'ready' &&
  item.progress === undefined &&
  item.token !== undefined &&
  item.motionOf === undefined &&
  item.deletedAt === undefined &&
  item.mediaInfo?.kind === 'video' &&
  item.mediaInfo.strip === undefined &&
  stripFrames(item.mediaInfo.duration ?? 0) > 0;

/** Enqueues the strip of a video that was just committed. It is made after the parts of streams, and delays nothing. */
export async function scheduleStrip(
  { queue }: { readonly queue: Pick<Queue, 'makeStrip'> },
  { library, item, rev }: StripTask,
  { kind, duration = Infinity }: Pick<MediaInfo, 'kind' | 'duration'>,
): Promise<void> {
  if (kind === 'video' && stripFrames(duration) > 0) await queue.makeStrip({ library, item, rev });
}
