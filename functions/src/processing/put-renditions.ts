import { chunkFile, PEAKS_FILE, playlistsOf, renditionName, type RenditionFile, type Stream } from '@maru/model';
import type { RenderedImage } from '../ports/images.ts';
import type { Renditions, ServingOptions } from '../ports/objects.ts';
import type { EncodedVariant } from '../ports/videos.ts';
import type { ProcessingJob } from './processing-job.ts';

/** Whose renditions are written: the item of the task, with this rev and download token. */
type Owner = Pick<ProcessingJob, 'task' | 'rev' | 'token'>;

/** Writes one rendition. */
export type PutRendition = (
  file: RenditionFile,
  body: Uint8Array | string,
  type: ServingOptions['type'],
) => Promise<void>;

/** Returns a writer for the renditions of an item. */
export const renditionWriter =
  ({ renditions }: { renditions: Renditions }, { task, rev, token }: Owner): PutRendition =>
  (name, body, type) =>
    renditions.put(renditionName(task.library, task.item, rev, name), body, { type, token });

/** Writes the images that represent a video or sound, and the peaks of a sound's waveform, where there are any. */
export async function putStills(
  put: PutRendition,
  still: RenderedImage | undefined,
  peaks: Uint8Array | undefined,
): Promise<void> {
  if (still) await Promise.all([put('poster', still.screen, still.type), put('grid', still.grid, still.type)]);
  if (peaks) await put(PEAKS_FILE, peaks, 'application/octet-stream');
}

/** Writes the chunks of encoded variants. */
export async function putChunks(put: PutRendition, encoded: readonly EncodedVariant[]): Promise<void> {
  for (const { variant, file } of encoded)
    for (const { index } of variant.chunks)
      await put(chunkFile(variant.name, index), file, variant.width === undefined ? 'audio/mp4' : 'video/mp4');
}

/** Writes the playlists of a stream; while it grows, of what it has so far. */
export async function putPlaylists(
  put: PutRendition,
  { task: { library, item }, rev, token }: Owner,
  stream: Stream,
  isComplete = true,
): Promise<void> {
  const text = new TextEncoder();
  for (const [file, playlist] of playlistsOf({ library, item, rev, token }, stream, isComplete))
    await put(file, text.encode(playlist), 'application/vnd.apple.mpegurl');
}

/** Writes the chunks of all variants of a stream, and its playlists. */
export async function putStream(put: PutRendition, owner: Owner, encoded: readonly EncodedVariant[]): Promise<void> {
  await putChunks(put, encoded);
  await putPlaylists(put, owner, { variants: encoded.map(({ variant }) => variant) });
}
