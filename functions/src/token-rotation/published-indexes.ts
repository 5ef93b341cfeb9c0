import { INDEX_CHANGED_MS, type AlbumId } from '@maru/model';
import { indexAlbum } from '../album-index/index-album.ts';
import type { RenewPorts } from './renew-tokens.ts';
import type { RotationLock } from './rotation-lock.ts';

/** Brings new tokens into the indexes of albums. */
export interface PublishedIndexes {
  /** Brings what an interrupted run published into the indexes of albums, and waits until every client has it. */
  readonly resume: (albums: readonly AlbumId[]) => Promise<void>;
  /** Indexes the albums of a page that was just published. Pages that are published meanwhile share a run. Resolves to when it ended (ms). */
  readonly publish: (albums: readonly AlbumId[]) => Promise<number>;
}

/** Creates the indexes that one run of `rotateTokens` publishes to. */
export function publishedIndexes(ports: RenewPorts, lock: RotationLock): PublishedIndexes {
  const { clock } = ports;
  let published = 0;
  /** By album, how many of the published pages are in its index. */
  const indexed = new Map<AlbumId, number>();
  let indexing: Promise<void> = Promise.resolve();
  /** Brings the published pages into the index of an album; returns whether that changed it. */
  const index = async (album: AlbumId): Promise<boolean> => {
    const through = published;
    const isChanged = await indexAlbum(ports, { library: lock.library, album });
    indexed.set(album, through);
    return isChanged;
  };
  return {
    resume: async (albums) => {
      if (!lock.isTakenOver) return;
      let isChanged = false;
      for (const album of albums) if (!indexed.has(album)) isChanged = (await index(album)) || isChanged;
      if (isChanged) await clock.sleep(ports.tokenOverlapMs);
    },
    publish: async (albums) => {
      published += 1;
      const page = published;
      const isMissing = (album: AlbumId) => (indexed.get(album) ?? 0) < page;
      indexing = indexing.then(async () => {
        if (!albums.some(isMissing)) return;
        await clock.sleep(INDEX_CHANGED_MS);
        for (const album of albums) if (isMissing(album)) await index(album);
      });
      await indexing;
      return clock.now();
    },
  };
}
