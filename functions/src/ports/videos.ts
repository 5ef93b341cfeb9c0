import type { Rotation, Variant, Size, StreamVariant } from '@maru/model';

/** Timestamps in a container, as text, not validated. */
export interface VideoTimestamps {
  /** `creation_time`, ISO 8601 in UTC. */
  readonly created?: string;
  /** `com.apple.quicktime.creationdate`, ISO 8601 with an offset. */
  readonly apple?: string;
  /** The creation date of an AVI, in local time. */
  readonly local?: string;
  /** The date of a video's tags (`©day`, ICRD, DATE_RECORDED): a year, a day, or ISO 8601 with or without an offset. */
  readonly tagged?: string;
  /** When a camcorder recorded the picture (DV, AVCHD), by its own clock; survives the capture of a tape. */
  readonly recorded?: string;
}

/** Other metadata in a container, not validated. */
export interface VideoMetadata {
  readonly maker?: string;
  readonly model?: string;
  /** Programs that wrote the file. */
  readonly software?: readonly string[];
  /** The video has the format of a tape: DV, or interlaced standard definition. */
  readonly isTapeFormat?: boolean;
  /** The camera wrote it as the video of a Live Photo. */
  readonly isOfLivePhoto?: boolean;
  /** ISO 6709, `+37.5665+126.9780+038.0/`. */
  readonly location?: string;
  readonly captions?: readonly string[];
  /** The tags of a sound. */
  readonly title?: string;
  readonly artist?: string;
  readonly album?: string;
  /** `3`, `3/12` */
  readonly track?: string;
  readonly disc?: string;
  /** When it was released, or recorded: a year, or ISO 8601. */
  readonly date?: string;
  /** Chapters of the container, not in order. */
  readonly chapters?: readonly { readonly at: number; readonly title?: string }[];
}

/** A place where the picture changes: seconds, and how much, 0 to 100. */
export interface SceneChange {
  readonly at: number;
  readonly score: number;
}

/** Which field of an interlaced picture comes first in time: the top or the bottom one. */
export type FieldOrder = 'tff' | 'bff';

/** A picture track; its size is the display size (rotated, square pixels). */
export interface VideoTrack extends Size {
  readonly stream: number;
  /** Coded frames per second, rounded to three decimals, if known and plausible; an interlaced track has twice as many fields. */
  readonly frameRate?: number;
  /** Its own duration in seconds, if the container states it. */
  readonly seconds?: number;
  /** HDR (PQ or HLG): must be tone-mapped. */
  readonly isHdr: boolean;
  /** Combed, as measured; the flags alone decide if there is too little motion to tell. Absent: progressive. */
  readonly interlaced?: FieldOrder;
  /** It can be copied into HLS, as far as samples show: H.264 that every browser plays, upright, with closed and frequent groups of pictures. */
  readonly isCopyable?: boolean;
}

/** A sound track. */
export interface AudioTrack {
  readonly stream: number;
  readonly seconds?: number;
  /** It can be copied into HLS: AAC-LC with at most two channels. */
  readonly isCopyable?: boolean;
}

/** What is found in a video or audio file, not validated. */
export interface MediaProbe {
  /** Duration in seconds as the container announces it; often missing. */
  readonly seconds?: number;
  /** The first video stream that is not cover art. */
  readonly video?: VideoTrack;
  /** The first audio stream. */
  readonly audio?: AudioTrack;
  /** The stream of a sound's cover. */
  readonly cover?: number;
  readonly timestamps: VideoTimestamps;
  readonly metadata?: VideoMetadata;
}

/** A video or audio file, and the only demuxer allowed to read it. */
export interface MediaFile {
  /** A path, or the URL of a server on this machine, `http://127.0.0.1:PORT/…`, that answers ranges. */
  readonly file: string;
  readonly demuxer: string;
  readonly probe: MediaProbe;
}

/** An encoded variant with one chunk: its description for the playlists, and the chunk's fMP4 file. */
export interface EncodedVariant {
  readonly variant: StreamVariant;
  readonly file: string;
  /** The decoder configuration (avcC, esds) in hexadecimal. Chunks of a variant play on without a discontinuity if theirs are equal. */
  readonly config: string;
}

/** Receives chunks in their order, one at a time; each file is deleted after the promise resolves. */
export type OnChunk = (chunk: EncodedVariant) => Promise<void>;

/** Reads and transcodes video and audio. Each method throws a ProcessingError if the file is the cause. */
export interface Videos {
  probe: (file: string, demuxer: string) => Promise<MediaProbe>;
  /** Writes a frame near the first position (seconds) at which the picture is not black, deinterlaced and scaled to `size`, as a PNG. */
  extractFrame: (
    media: MediaFile,
    options: { readonly at: readonly number[]; readonly size: Size; readonly timeoutSeconds: number },
    to: string,
  ) => Promise<void>;
  /** Writes the bytes of the cover as they are in the file, and returns the first `HEAD_BYTES`. */
  extractCover: (media: MediaFile, options: { readonly timeoutSeconds: number }, to: string) => Promise<Uint8Array>;
  /** Returns the peaks of the sound: see `peaksOf`. Uses a folder for what is temporary. */
  readWaveform: (media: MediaFile, options: { readonly timeoutSeconds: number }, folder: string) => Promise<Uint8Array>;
  /** Transcodes all variants in one pass into a folder, each with the sound; without variants, audio only. */
  transcode: (
    media: MediaFile,
    options: {
      readonly variants: readonly Variant[];
      /** The frame rate of the variants. Twice the coded rate shows each field of an interlaced video once. */
      readonly frameRate: number;
      readonly timeoutSeconds: number;
      /** Clockwise; the variants have the size after it. None by default. */
      readonly rotation?: Rotation;
      /** Transcodes at most this much of the input, in seconds; all of it by default. */
      readonly maxSeconds?: number;
    },
    folder: string,
  ) => Promise<EncodedVariant[]>;
  /**
   * Transcodes a part of the picture, without sound, in any order and place: frames `firstFrame` to `firstFrame` + `frames` of the constant-rate grid,
   * with timestamps that count from the start. Fewer frames at the end of the source, and nothing after it. `firstFrame` is a multiple of
   * `keyframeInterval`.
   */
  transcodeChunk: (
    media: MediaFile,
    options: {
      readonly variants: readonly Variant[];
      readonly frameRate: number;
      readonly chunk: { readonly index: number; readonly firstFrame: number; readonly frames: number };
      readonly timeoutSeconds: number;
      readonly rotation?: Rotation;
    },
    folder: string,
  ) => Promise<EncodedVariant[]>;
  /**
   * Transcodes the whole picture into one variant, without sound, in one pass, in chunks of 12 s, 24 s and then a minute. Its frames are those of the chunks
   * that `transcodeChunk` makes of other variants. When the time is over, the chunks received so far are valid.
   */
  transcodeLead: (
    media: MediaFile,
    options: { readonly variant: Variant; readonly frameRate: number; readonly timeoutSeconds: number },
    folder: string,
    onChunk: OnChunk,
  ) => Promise<void>;
  /**
   * Transcodes the whole sound of a video in one pass, as the variant `sound`, in chunks of 59.947 s. `fromChunk` continues a run that ended early, with the
   * same chunks. When the time is over, the chunks received so far are valid.
   */
  transcodeSound: (
    media: MediaFile,
    options: { readonly timeoutSeconds: number; readonly fromChunk?: number },
    folder: string,
    onChunk: OnChunk,
  ) => Promise<void>;
  /**
   * Copies a video that `isCopyable` into a variant with this name, with its sound, which is transcoded if it cannot be copied. One chunk, unless
   * `chunkSeconds` is given. Throws ProcessingError if segments would be too long after all.
   */
  remux: (
    media: MediaFile,
    options: {
      readonly name: string;
      readonly timeoutSeconds: number;
      readonly chunkSeconds?: number;
      /** Leaves the sound out. */
      readonly isPictureOnly?: boolean;
    },
    folder: string,
    onChunk: OnChunk,
  ) => Promise<void>;
  /**
   * Copies a part of a finished variant (fMP4), which may be its sound, into a variant of its own, with timestamps that count from `start`: from the first
   * keyframe at or after `start` to `end`, both seconds of its timestamps. All variants that have a keyframe at both get the same frames.
   */
  cut: (
    file: string,
    options: {
      /** What it is called, and how it is displayed. */
      readonly variant: Omit<StreamVariant, 'codecs' | 'chunks'>;
      readonly start: number;
      readonly end: number;
      /** A segment ends at the first keyframe that is not earlier. */
      readonly segmentSeconds: number;
      readonly chunkSeconds: number;
      readonly timeoutSeconds: number;
    },
    folder: string,
    onChunk: OnChunk,
  ) => Promise<void>;
  /**
   * Reads a finished variant of `seconds`, from the files of its chunks in order, and returns `frames` of its frames, each `size`, in one JPEG: see `stripFrames`.
   * With `findScenes` it decodes every frame and finds where the picture changes, otherwise keyframes only. May change the files.
   */
  makeStrip: (
    chunks: readonly string[],
    options: {
      readonly frames: number;
      readonly seconds: number;
      readonly size: Size;
      readonly findScenes: boolean;
      readonly timeoutSeconds: number;
    },
    folder: string,
  ) => Promise<{ readonly image: Uint8Array; readonly scenes: readonly SceneChange[] }>;
}
