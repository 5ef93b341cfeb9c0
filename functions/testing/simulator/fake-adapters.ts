import { peaksOf, ProcessingError, SOUND_CHUNK_S, type StreamVariant } from '@maru/model';
import type { ProcessPorts } from '../../src/processing/process-item.ts';
import type { EncodedVariant, MediaProbe, OnChunk } from '../../src/ports/videos.ts';
import { noOriginals, noRenditions } from '../unused-ports.ts';
import { HEADS, isStream, sha256, sizeOf } from './sample-files.ts';

const sizeOfTape = ({ height = 240 }: Objects['tape']) => ({ width: Math.round((height * 4) / 3), height });

/** A tape as it is probed: with the length (s) that it announces. */
const tapeOf = (tape: Objects['tape']): MediaProbe => ({
  ...(tape.announced !== undefined && { seconds: tape.announced }),
  video: { ...sizeOfTape(tape), stream: 0, frameRate: 30, isHdr: false, isCopyable: tape.isCopyable ?? false },
  audio: { stream: 1 },
  timestamps: {},
});
const FILM: MediaProbe = { seconds: 6, video: { width: 640, height: 360, stream: 0, isHdr: false }, timestamps: {} };
const SERVER = 'http://127.0.0.1/';
const RANGE = { offset: 0, length: 9 };

const encodedChunk = (
  of: Pick<StreamVariant, 'name' | 'width' | 'height'>,
  index: number,
  seconds: number,
): EncodedVariant => ({
  variant: { ...of, codecs: 'a', chunks: [{ index, init: RANGE, segments: [{ ...RANGE, seconds }] }] },
  config: '',
  file: '/nowhere',
});

/** Performs one step of a process; rejects if the process has crashed. */
export type Did = <T>(act: () => T) => Promise<T>;

/** The objects of the simulator: originals, and renditions by name with their token. */
export interface Objects {
  readonly originals: Map<string, { bytes: Uint8Array; generation: string }>;
  readonly renditions: Map<string, string>;
  /** The texts of playlists by name. */
  readonly playlists: Map<string, string>;
  /** Tapes: the seconds that they announce and play for, a chunk that cannot be encoded, and whether they can be copied, or only seem so. */
  readonly tape: {
    announced: number | undefined;
    seconds: number;
    broken?: number;
    isCopyable?: boolean;
    isUnfit?: boolean;
    /** The height of its picture, 4:3; 240 by default. */
    height?: number;
  };
}

/** The objects and decoders of one process, where each use is a step. */
export function fakeAdapters(
  did: Did,
  { originals, renditions, playlists, tape }: Objects,
): Pick<ProcessPorts, 'originals' | 'sources' | 'renditions' | 'images' | 'embeddedMedia' | 'videos'> {
  /** Hands over the chunks of one pass over a tape; `isUnfit` throws at the third. */
  const pass = async (
    of: Pick<StreamVariant, 'name' | 'width' | 'height'>,
    from: number,
    onChunk: OnChunk,
    isUnfit = false,
  ): Promise<void> => {
    for (let n = from; n * SOUND_CHUNK_S < tape.seconds; n += 1) {
      if (n === 2 && isUnfit) throw new ProcessingError('unreadable');
      await did(() => encodedChunk(of, n, Math.min(SOUND_CHUNK_S, tape.seconds - n * SOUND_CHUNK_S))).then(onChunk);
    }
  };
  /** The files on its disk. */
  const files = new Map<string, Uint8Array>();
  return {
    originals: {
      ...noOriginals,
      stat: (name) =>
        did(() => {
          const held = originals.get(name);
          return held && { size: sizeOf(held.bytes), generation: held.generation };
        }),
      head: (name) => did(() => originals.get(name)?.bytes ?? new Uint8Array()),
      download: (name, file) =>
        did(() => {
          const bytes = originals.get(name)?.bytes ?? new Uint8Array();
          files.set(file, bytes);
          return { size: sizeOf(bytes), sha256: sha256(bytes), head: bytes };
        }),
      digest: (name) =>
        did(() => {
          const bytes = originals.get(name)?.bytes ?? new Uint8Array();
          return { size: sizeOf(bytes), sha256: sha256(bytes), head: bytes };
        }),
      reset: (name, generation) => did(() => originals.get(name)?.generation === generation),
      remove: (name, generation) =>
        did(() => {
          if (originals.get(name)?.generation === generation) originals.delete(name);
        }),
    },
    sources: {
      withUrl: (name, _size, run) => did(() => SERVER + name).then(run),
      withRenditions: (parts, run) => did(() => SERVER + (parts[0]?.name ?? '')).then(run),
    },
    renditions: {
      ...noRenditions,
      put: (name, body, { token }) =>
        did(() => {
          renditions.set(name, token);
          if (name.endsWith('.m3u8')) playlists.set(name, Buffer.from(body).toString());
        }),
      download: () => did(() => undefined),
      readText: (name) => did(() => playlists.get(name)),
      setTokens: (name, tokens) => did(() => void renditions.set(name, tokens.join())),
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
      probe: (file) =>
        did(() => {
          const bytes = originals.get(file.slice(SERVER.length))?.bytes;
          return bytes && isStream(bytes) ? tapeOf(tape) : FILM;
        }),
      transcodeChunk: (_media, { variants, chunk, frameRate }) =>
        did(() => {
          const seconds = Math.min(chunk.frames / frameRate, tape.seconds - chunk.firstFrame / frameRate);
          if (chunk.index === tape.broken) throw new ProcessingError('unreadable');
          return seconds > 0
            ? variants.map(({ name, width, height }) => encodedChunk({ name, width, height }, chunk.index, seconds))
            : [];
        }),
      remux: (_media, { name }, _folder, onChunk) => pass({ name, ...sizeOfTape(tape) }, 0, onChunk, tape.isUnfit),
      cut: (_file, { variant, start, end }, _folder, onChunk) =>
        did(() => encodedChunk(variant, 0, end - start)).then(onChunk),
      transcodeLead: (_media, { variant: { name, width, height } }, _folder, onChunk) =>
        pass({ name, width, height }, 0, onChunk),
      transcodeSound: (_media, { fromChunk = 0 }, _folder, onChunk) => pass({ name: 'sound' }, fromChunk, onChunk),
      extractFrame: () => did(() => undefined),
      makeStrip: () => did(() => ({ image: HEADS.photo, scenes: [] })),
      extractCover: () => did(() => HEADS.photo),
      readWaveform: () => did(() => peaksOf([1])),
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
