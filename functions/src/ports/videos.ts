import type { Rotation, Variant, Size, StreamVariant } from '@maru/model';

/** Timestamps in a container, as text, not validated. */
export interface VideoTimestamps {
  /** `creation_time`, ISO 8601 in UTC. */
  readonly created?: string;
  /** `com.apple.quicktime.creationdate`, ISO 8601 with an offset. */
  readonly apple?: string;
}

/** Other metadata in a container, not validated. */
export interface VideoMetadata {
  readonly maker?: string;
  readonly model?: string;
  /** Programs that wrote the file. */
  readonly software?: readonly string[];
  /** The video has the format of a tape: DV, or interlaced standard definition. */
  readonly isTapeFormat?: boolean;
  /** ISO 6709, `+37.5665+126.9780+038.0/`. */
  readonly location?: string;
  readonly captions?: readonly string[];
}

/** What ffprobe finds in a video or audio file, not validated. */
export interface MediaProbe {
  /** Duration in seconds as the container announces it; often missing. */
  readonly seconds?: number;
  /** The first video stream that is not cover art; its size is the display size (rotated, square pixels). */
  readonly video?: Size & {
    readonly stream: number;
    /** Average frames per second, if known. */
    readonly frameRate?: number;
    /** HDR (PQ or HLG): must be tone-mapped. */
    readonly isHdr: boolean;
  };
  /** The first audio stream. */
  readonly audio?: { readonly stream: number };
  readonly timestamps: VideoTimestamps;
  readonly metadata?: VideoMetadata;
}

/** A local video or audio file, and the only demuxer allowed to read it. */
export interface MediaFile {
  readonly file: string;
  readonly demuxer: string;
  readonly probe: MediaProbe;
}

/** An encoded variant: its description for the playlists, and its fMP4 file. */
export interface EncodedVariant {
  readonly variant: StreamVariant;
  readonly file: string;
}

/** Reads and transcodes video and audio. Each method throws a ProcessingError if the file is the cause. */
export interface Videos {
  probe: (file: string, demuxer: string) => Promise<MediaProbe>;
  /** Writes a frame near `at` (seconds), scaled to `size`, as a PNG. */
  extractFrame: (
    media: MediaFile,
    options: { readonly at: number; readonly size: Size; readonly timeoutSeconds: number },
    to: string,
  ) => Promise<void>;
  /** Transcodes all variants in one pass into a folder; without variants, audio only. */
  transcode: (
    media: MediaFile,
    options: {
      readonly variants: readonly Variant[];
      readonly frameRate: number;
      readonly timeoutSeconds: number;
      /** Clockwise; the variants have the size after it. None by default. */
      readonly rotation?: Rotation;
      /** Transcodes at most this much of the input, in seconds; all of it by default. */
      readonly maxSeconds?: number;
    },
    folder: string,
  ) => Promise<EncodedVariant[]>;
}
