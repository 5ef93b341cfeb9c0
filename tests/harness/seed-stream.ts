import {
  paths,
  readEntry,
  renditionName,
  type RenditionFile,
  type AlbumId,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import type { Ladder } from '../media/ladder.ts';
import { useEmulators } from './emulators.ts';
import { inspect } from './inspect.ts';
import { seedObject } from './seed.ts';

/** A video in an album. */
interface Video {
  readonly library: LibraryId;
  readonly album: AlbumId;
  readonly item: ItemId;
}

/** Replaces the stream of a video that is ready. `change` changes each media playlist. */
export async function seedStream(
  { library, album, item }: Video,
  ladder: Ladder,
  change: (playlist: string) => string = (playlist) => playlist,
): Promise<void> {
  const { rev, token } = readEntry(await inspect.doc(paths.entry(library, album, item)));
  const nameOf = (file: string): string => renditionName(library, item, rev, `stream/${file}` as RenditionFile);
  const { renditions } = useEmulators().buckets;
  const put = (file: string, bytes: string | Buffer): Promise<void> =>
    seedObject(renditions, nameOf(file), bytes, token);
  for (const [name, bytes] of ladder.chunks) await put(name, bytes);
  for (const [name, playlist] of ladder.playlists) {
    const text = name === 'master.m3u8' ? playlist : change(playlist);
    await put(
      name,
      text.replaceAll(
        /[\w-]+\.(?:m3u8|mp4)/g,
        (file) => `${encodeURIComponent(nameOf(file))}?alt=media&token=${token}`,
      ),
    );
  }
}
