import type { Variant, Size, StreamVariant } from '@maru/model';

/** What a container says of its time, as text; nothing is believed yet. */
export interface FilmClock {
  /** `creation_time`, ISO 8601 in UTC. */
  readonly created?: string;
  /** `com.apple.quicktime.creationdate`, ISO 8601 with an offset. */
  readonly apple?: string;
}

/** What a container says besides; nothing is believed yet. */
export interface FilmFacts {
  readonly maker?: string;
  readonly model?: string;
  /** The programs that wrote it. */
  readonly software?: readonly string[];
  /** Pictures as a tape has them: DV, or interlaced in standard definition. */
  readonly isOfTape?: boolean;
  /** ISO 6709, `+37.5665+126.9780+038.0/`. */
  readonly location?: string;
  readonly captions?: readonly string[];
}

/** What a film (a video or a sound) says of itself; nothing is believed yet. */
export interface FilmProbe {
  /** Seconds, as the container announces them; many do not. */
  readonly seconds?: number;
  /** The first picture stream that is not a cover, as displayed: turned, and with square pixels. */
  readonly video?: Size & {
    readonly stream: number;
    /** Frames a second on average; undefined where nobody knows. */
    readonly frameRate?: number;
    /** More brightness than a usual screen shows (PQ or HLG): to be mapped. */
    readonly isHdr: boolean;
  };
  /** The first sound stream. */
  readonly audio?: { readonly stream: number };
  readonly clock: FilmClock;
  readonly facts?: FilmFacts;
}

/** A film on this machine, and the demuxer that it is forced to: whatever else it claims to be, nothing else reads it. */
export interface FilmFile {
  readonly file: string;
  readonly demuxer: string;
  readonly probe: FilmProbe;
}

/** One rung as encoded: what the playlists want to know, and where its one fMP4 lies. */
export interface EncodedRung {
  readonly rung: StreamVariant;
  readonly file: string;
}

/** Reads and encodes films. Each method throws a Refusal where the film is to blame. `seconds` is how long it may take. */
export interface Films {
  probe: (file: string, demuxer: string) => Promise<FilmProbe>;
  /** Writes one frame at about `at` seconds, scaled to `size`, as a PNG. */
  still: (
    film: FilmFile,
    wish: { readonly at: number; readonly size: Size; readonly seconds: number },
    to: string,
  ) => Promise<void>;
  /** Encodes all rungs in one pass into a folder; no rung is a sound alone. */
  stream: (
    film: FilmFile,
    wish: {
      readonly rungs: readonly Variant[];
      readonly frameRate: number;
      readonly seconds: number;
      /** Seconds of it at most; all of it unless given. */
      readonly most?: number;
    },
    folder: string,
  ) => Promise<EncodedRung[]>;
}
