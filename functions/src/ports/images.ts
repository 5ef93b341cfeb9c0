import type { Size, FileFormat } from '@maru/model';

/** What stills are made as. */
export type StillType = 'image/jpeg' | 'image/webp';

/** Which picture decoder reads a file. */
export type PictureFormat = Extract<FileFormat, { kind: 'photo' }>;

/** What a photo's own bytes say of its time, as text; nothing is believed yet. */
export interface PictureClock {
  /** EXIF DateTimeOriginal, `YYYY:MM:DD HH:MM:SS`. */
  readonly original?: string;
  /** EXIF OffsetTimeOriginal, `+09:00`. */
  readonly offset?: string;
  /** EXIF DateTimeDigitized, and OffsetTimeDigitized. */
  readonly digitised?: string;
  readonly digitisedOffset?: string;
  /** EXIF GPSDateStamp, `YYYY:MM:DD`, in UTC. */
  readonly gpsDate?: string;
  /** EXIF GPSTimeStamp: hours, minutes, seconds, in UTC. */
  readonly gpsTime?: readonly number[];
  /** XMP exif:DateTimeOriginal, photoshop:DateCreated and xmp:CreateDate, ISO 8601 or the beginning of it. */
  readonly xmpOriginal?: string;
  readonly xmpCreated?: string;
  readonly xmpDigitised?: string;
  /** XMP exif:GPSTimeStamp, ISO 8601. */
  readonly xmpGps?: string;
  /** IPTC 2:55 Date Created `YYYYMMDD`, and 2:60 Time Created `HHMMSS±HHMM`. */
  readonly iptcDate?: string;
  readonly iptcTime?: string;
}

/** What a photo's own bytes say of it (EXIF, XMP, IPTC); nothing is believed yet. */
export interface PictureFacts {
  readonly clock: PictureClock;
  readonly maker?: string;
  readonly model?: string;
  /** The programs that wrote it. */
  readonly software?: readonly string[];
  /** EXIF FileSource names a scanner of film or prints. */
  readonly isFromScanner?: boolean;
  /** An exposure time, an aperture or a film speed is told. */
  readonly isExposed?: boolean;
  /** Degrees north and east, and metres above the sea. */
  readonly latitude?: number;
  readonly longitude?: number;
  readonly altitude?: number;
  /** What could be its caption, the best first. */
  readonly captions?: readonly string[];
  readonly people?: readonly string[];
}

/** What is made of a picture. */
export interface Developed {
  /** Of both stills. */
  readonly type: StillType;
  readonly grid: Uint8Array;
  readonly screen: Uint8Array;
  readonly thumbhash: string;
  readonly phash: string;
}

/** Reads and makes still pictures. Each method throws a Refusal where the picture is to blame. */
export interface Pictures {
  /** The displayed (turned) size, from the header alone. */
  measure: (file: string, format: PictureFormat) => Promise<Size>;
  /**
   * Two JPEGs (WebPs, where the picture can be seen through) without metadata, the right way up: `grid` in sRGB, `screen` in Display P3
   * where sRGB would lose colours; the thumbhash in base64, and the perceptual hash in hexadecimal.
   */
  develop: (
    file: string,
    format: PictureFormat,
    sizes: { readonly grid: Size; readonly screen: Size },
  ) => Promise<Developed>;
  /** Never throws for what cannot be read. */
  facts: (file: string, format: PictureFormat) => Promise<PictureFacts>;
}
