import {
  cut,
  compact,
  MAX_CAMERA,
  MAX_CAPTION,
  MAX_PEOPLE,
  nameOf,
  type Metadata,
  type Coordinates,
  type Item,
  type CaptureDate,
} from '@maru/model';
import type { VideoTimestamps, VideoMetadata } from '../ports/videos.ts';
import type { ImageMetadata } from '../ports/images.ts';
import { isScan } from './scan-detection.ts';
import { normalizeLine } from './plain-text.ts';
import { songOf } from './song.ts';
import { mergeSidecarInstant } from './sidecar-instant.ts';
import { mergeXmpDate } from './xmp-date.ts';
import { suggestFromFolder } from './date-from-folder-name.ts';
import { dateFromFileName } from './date-from-file-name.ts';
import { datesOfImage, isBeforeDigitization, type CaptureDates } from './capture-date.ts';
import { dateOfTag, datesOfVideo } from './video-date.ts';

/** Context for interpreting metadata: the names of the file and its folder, the current time and the time zone. */
export interface MetadataContext {
  readonly named: Pick<Item, 'fileName' | 'folder' | 'sidecar'>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The library's IANA time zone. */
  readonly timeZone: string;
}

/**
 * Chooses the capture date: from the bytes, else the file name, else the first proposal: the last change of a photo, the tag of a sound, the suggestion from
 * folder and name. Scanners and capture software name files by the time of digitization, so a date from a name or a proposal counts only if it is more than a
 * day earlier.
 */
function chooseDate(
  { takenAt, digitizedAt }: CaptureDates,
  name: CaptureDate | undefined,
  ...proposed: readonly (CaptureDate | undefined)[]
): CaptureDate | undefined {
  if (takenAt) return takenAt;
  return [name, ...proposed].find((one) => isBeforeDigitization(one, digitizedAt));
}

function dateAndPlace(
  when: CaptureDates,
  { named, now, timeZone }: MetadataContext,
  place: Coordinates | undefined,
  tagged?: CaptureDate,
): Metadata {
  const suggestion = suggestFromFolder(named.folder, named.fileName, now);
  const name = dateFromFileName(named.fileName, now, timeZone);
  const own = chooseDate(when, name, when.changedAt, tagged, suggestion.takenAt);
  const dates = { ...when, ...(own && { takenAt: own }) };
  const { date, takenAt: instant } = named.sidecar ?? {};
  const takenAt =
    date === undefined ? mergeSidecarInstant(dates, instant, { now, timeZone }) : mergeXmpDate(dates, date, now);
  const placeName = place ? undefined : suggestion.placeName;
  return compact({ takenAt, digitizedAt: when.digitizedAt, place, placeName });
}

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** Validates coordinates. 0, 0 means no GPS fix; altitudes above 20 km are dropped. */
export function toCoordinates({ latitude, longitude, altitude }: Partial<Coordinates>): Coordinates | undefined {
  if (latitude === undefined || longitude === undefined) return undefined;
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return undefined;
  if (Math.abs(latitude) < 1e-4 && Math.abs(longitude) < 1e-4) return undefined;
  const height = altitude !== undefined && altitude > -500 && altitude < 20_000 ? rounded(altitude, 1) : undefined;
  return compact({ latitude: rounded(latitude, 6), longitude: rounded(longitude, 6), altitude: height });
}

/** Parts of a company name that are not the brand. */
const COMPANY_WORDS =
  /[,.]|\b(?:corporation|corp|company|co|ltd|inc|imaging|electronics|optical|camera|computer|photo film|communications|mobile|techwin|gmbh|ag|ab)\b/gi;

/** The camera name without repeating the maker: `NIKON CORPORATION` and `NIKON D90` become `NIKON D90`. */
export function cameraName(maker: string | undefined, model: string | undefined): string | undefined {
  const name = normalizeLine(model);
  const makers = normalizeLine(normalizeLine(maker).replaceAll(COMPANY_WORDS, ' '));
  const first = name.split(/[\s-]/)[0]?.toLowerCase();
  const isNamed = makers
    .toLowerCase()
    .split(' ')
    .some((word) => word === first);
  const camera = isNamed ? name : `${makers} ${name}`.trim();
  return camera === '' || camera.length > MAX_CAMERA ? undefined : camera;
}

/** Default texts that cameras and programs write into caption fields. */
const DEFAULT_CAPTIONS =
  /^(?:(?:olympus|minolta|konica minolta|sony|samsung|kodak|motorola|vivitar|polaroid|benq|hp|jenoptik|medion|aiptek|general imaging)? ?(?:digital (?:still )?camera|dsc|dcf(?: ?\d\.\d)?)|samsung|exif[ _]jpeg.*|jpeg|lead technologies.*|<.*>|(?:default|untitled|no title|picture|image|photo|screenshot|applemark)|(?:processed|created|edited|made) (?:with|by|using) .*|file written by .*|charset=.*|(?:cof|sdr|hdr|hdrpl|ptr|pt|mde|edf|nor|rhdr|rbt|bty|fbt|tpl|dav|btf|bst|oznor|soft|norm|vhdr|ktp)(?:_?[a-z0-9]{1,8})*)$/i;

/** The first caption written by a person, cut to `MAX_CAPTION` UTF-16 units. */
export function chooseCaption(captions: readonly string[] | undefined, fileName: string): string | undefined {
  for (const one of captions ?? []) {
    const caption = one
      .normalize('NFC')
      .replaceAll(/\r\n?/g, '\n')
      .replaceAll(/[^\P{C}\n\u200d]/gu, '')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim();
    const isEmpty = !/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(caption) || caption.includes('\ufffd');
    if (isEmpty || DEFAULT_CAPTIONS.test(caption) || caption === fileName || caption === fileName.replace(/\.\w+$/, ''))
      continue;
    return cut(caption, MAX_CAPTION);
  }
  return undefined;
}

/** Distinct, normalized names of people. */
export function peopleNames(people: readonly string[] | undefined): string[] | undefined {
  const names = (people ?? []).flatMap((one) => nameOf(one) ?? []);
  return names.length === 0 ? undefined : [...new Set(names)].slice(0, MAX_PEOPLE);
}

/** Interprets a photo's metadata, file name and folder. A scanner is not recorded as a camera. */
export function imageMetadata(metadata: ImageMetadata, context: MetadataContext): Metadata {
  const { fileName, sidecar = {} } = context.named;
  const when = datesOfImage(metadata, context.now, context.timeZone);
  return compact({
    ...dateAndPlace(when, context, toCoordinates(sidecar.place ?? metadata)),
    camera: isScan(metadata) ? undefined : cameraName(metadata.maker, metadata.model),
    caption: chooseCaption([sidecar.caption ?? '', ...(metadata.captions ?? [])], fileName),
    people: peopleNames([...(metadata.people ?? []), ...(sidecar.people ?? [])]),
  });
}

/** Parses ISO 6709 as phones write it into videos: `+37.5665+126.9780+038.0/`. */
function parseIso6709(text: string | undefined): Coordinates | undefined {
  const parts = /^([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?/.exec(text ?? '');
  if (!parts) return undefined;
  const [latitude, longitude] = [Number(parts[1]), Number(parts[2])];
  return toCoordinates({ latitude, longitude, ...(parts[3] !== undefined && { altitude: Number(parts[3]) }) });
}

/** Interprets the metadata of a video or audio file. */
export function videoMetadata(
  timestamps: VideoTimestamps,
  metadata: VideoMetadata,
  context: MetadataContext,
): Metadata {
  const { fileName, sidecar = {} } = context.named;
  const when = datesOfVideo(timestamps, metadata, context.now, context.timeZone);
  const place = sidecar.place ? toCoordinates(sidecar.place) : parseIso6709(metadata.location);
  // A song is named as its file, as a rule.
  const title = chooseCaption([sidecar.caption ?? '', normalizeLine(metadata.title)], '');
  return compact({
    ...dateAndPlace(when, context, place, dateOfTag(metadata.date, context.now)),
    camera: cameraName(metadata.maker, metadata.model),
    caption: title ?? chooseCaption(metadata.captions, fileName),
    people: peopleNames(sidecar.people),
    song: songOf(metadata),
  });
}
