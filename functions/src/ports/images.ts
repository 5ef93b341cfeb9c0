import type { Rotation, Size, FileFormat } from '@maru/model';
import type { SphereMetadata } from '@maru/model/media/panorama';

/** Content types of still renditions. */
export type StillType = 'image/jpeg' | 'image/webp';

/** The format of a photo, which selects its decoder. */
export type ImageFormat = Extract<FileFormat, { kind: 'photo' }>;

/** Timestamps in a photo's metadata, as text, not validated. */
export interface ImageTimestamps {
  /** EXIF DateTimeOriginal, `YYYY:MM:DD HH:MM:SS`. */
  readonly original?: string;
  /** EXIF OffsetTimeOriginal, `+09:00`. */
  readonly offset?: string;
  /** EXIF DateTimeDigitized, and OffsetTimeDigitized. */
  readonly digitized?: string;
  readonly digitizedOffset?: string;
  /** EXIF DateTime, when the file was last changed, and OffsetTime. */
  readonly modified?: string;
  readonly modifiedOffset?: string;
  /** EXIF GPSDateStamp, `YYYY:MM:DD`, in UTC. */
  readonly gpsDate?: string;
  /** EXIF GPSTimeStamp: hours, minutes, seconds, in UTC. */
  readonly gpsTime?: readonly number[];
  /** XMP exif:DateTimeOriginal, photoshop:DateCreated and xmp:CreateDate, ISO 8601, possibly truncated. */
  readonly xmpOriginal?: string;
  readonly xmpCreated?: string;
  readonly xmpDigitized?: string;
  /** XMP exif:GPSTimeStamp, ISO 8601. */
  readonly xmpGps?: string;
  /** IPTC 2:55 Date Created `YYYYMMDD`, and 2:60 Time Created `HHMMSS±HHMM`. */
  readonly iptcDate?: string;
  readonly iptcTime?: string;
}

/** A photo's embedded metadata (EXIF, XMP, IPTC), not validated. */
export interface ImageMetadata {
  readonly timestamps: ImageTimestamps;
  readonly maker?: string;
  readonly model?: string;
  /** Programs that wrote the file. */
  readonly software?: readonly string[];
  /** EXIF FileSource names a film or print scanner. */
  readonly isFromScanner?: boolean;
  /** Exposure time, aperture or ISO speed is present. */
  readonly hasExposure?: boolean;
  /** Degrees north and east, metres above sea level. */
  readonly latitude?: number;
  readonly longitude?: number;
  readonly altitude?: number;
  /** Candidates for the caption, best first. */
  readonly captions?: readonly string[];
  readonly people?: readonly string[];
  /** How the picture lies on the sphere around the camera. */
  readonly sphere?: SphereMetadata;
}

/** The rendered stills of an image, and its hashes. */
export interface RenderedImage {
  /** Content type of both stills. */
  readonly type: StillType;
  readonly grid: Uint8Array;
  readonly screen: Uint8Array;
  readonly thumbhash: string;
  /** Absent for an image without details: see `computePhash`. */
  readonly phash?: string;
  /** The file ends too early: a part of the image is missing. */
  readonly isDamaged?: true;
}

/** Reads and renders images. Each method throws a ProcessingError if the file is the cause. */
export interface Images {
  /** The display size (after rotation), from the header alone. */
  measure: (file: string, format: ImageFormat) => Promise<Size>;
  /**
   * Renders two upright JPEGs (WebPs for images with alpha) without metadata: `grid` in sRGB, `screen` in Display P3 if sRGB would lose
   * colors. Rotates them clockwise to these sizes. Also returns the thumbhash (base64) and the perceptual hash (hexadecimal).
   */
  render: (
    file: string,
    format: ImageFormat,
    sizes: { readonly grid: Size; readonly screen: Size },
    rotation?: Rotation,
  ) => Promise<RenderedImage>;
  /** Never throws for unreadable metadata. */
  readMetadata: (file: string, format: ImageFormat) => Promise<ImageMetadata>;
}
