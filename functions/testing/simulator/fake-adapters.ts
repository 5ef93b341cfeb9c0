import { ProcessingError } from '@maru/model';
import type { ProcessPorts } from '../../src/processing/process-item.ts';
import type { MediaProbe } from '../../src/ports/videos.ts';
import { noOriginals, noRenditions, noVideos } from '../unused-ports.ts';
import { HEADS, sha256 } from './sample-files.ts';

const FILM: MediaProbe = { seconds: 6, video: { width: 640, height: 360, stream: 0, isHdr: false }, timestamps: {} };
const RANGE = { offset: 0, length: 9 };

/** Performs one step of a process; rejects if the process has crashed. */
export type Did = <T>(act: () => T) => Promise<T>;

/** The objects of the simulator: originals, and renditions by name with their token. */
export interface Objects {
  readonly originals: Map<string, { bytes: Uint8Array; generation: string }>;
  readonly renditions: Map<string, string>;
}

/** The objects and decoders of one process, where each use is a step. */
export function fakeAdapters(
  did: Did,
  { originals, renditions }: Objects,
): Pick<ProcessPorts, 'originals' | 'renditions' | 'images' | 'embeddedMedia' | 'videos'> {
  /** The files on its disk. */
  const files = new Map<string, Uint8Array>();
  return {
    originals: {
      ...noOriginals,
      stat: (name) =>
        did(() => {
          const held = originals.get(name);
          return held && { size: held.bytes.length, generation: held.generation };
        }),
      head: (name) => did(() => originals.get(name)?.bytes ?? new Uint8Array()),
      download: (name, file) =>
        did(() => {
          const bytes = originals.get(name)?.bytes ?? new Uint8Array();
          files.set(file, bytes);
          return { size: bytes.length, sha256: sha256(bytes), head: bytes };
        }),
      reset: (name, generation) => did(() => originals.get(name)?.generation === generation),
      remove: (name, generation) =>
        did(() => {
          if (originals.get(name)?.generation === generation) originals.delete(name);
        }),
    },
    renditions: {
      ...noRenditions,
      put: (name, _body, { token }) => did(() => void renditions.set(name, token)),
      list: (prefix) => did(() => [...renditions.keys()].filter((name) => name.startsWith(prefix))),
      removeAll: (prefix) =>
        did(() => {
          for (const name of renditions.keys()) if (name.startsWith(prefix)) renditions.delete(name);
        }),
    },
    images: {
      measure: () => did(() => ({ width: 40, height: 30 })),
      render: (file) =>
        did(() => {
          if (Buffer.from(files.get(file) ?? []).includes('torn')) throw new ProcessingError('unreadable');
          const stills = { type: 'image/jpeg', grid: HEADS.photo, screen: HEADS.photo } as const;
          return { ...stills, thumbhash: 'AAAA', phash: '0123456789abcdef' };
        }),
      readMetadata: () => did(() => ({ timestamps: {} })),
    },
    embeddedMedia: {
      preview: () => did(() => false),
      motion: () => did(() => undefined),
      contentIdentifier: () => did(() => undefined),
    },
    videos: {
      ...noVideos,
      probe: () => did(() => FILM),
      extractFrame: () => did(() => undefined),
      transcode: () =>
        did(() => [
          {
            variant: {
              name: '360',
              codecs: 'a',
              width: 640,
              height: 360,
              chunks: [{ index: 0, init: RANGE, segments: [{ ...RANGE, seconds: 6 }] }],
            },
            file: '/nowhere',
            config: '',
          },
        ]),
    },
  };
}
