import {
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
import type { FilmClock, FilmFacts } from '../ports/videos.ts';
import type { PictureFacts } from '../ports/images.ts';
import { isScan } from './scan-detection.ts';
import { folderSays } from './date-from-folder-name.ts';
import { nameSays } from './date-from-file-name.ts';
import { whenOfFilm, whenOfPicture, type When } from './capture-date.ts';
import { DAY_MS } from './local-time.ts';

/** What is known of an item besides its bytes, and where and when it is made. */
export interface Around {
  readonly named: Pick<Item, 'fileName' | 'folder'>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The library's. */
  readonly timeZone: string;
}

const wallOf = ({ local }: CaptureDate): number => Date.parse(`${local}Z`);

/**
 * The time that is believed: the bytes', else the name's, else the one that folder and name propose. Names that scanners and
 * capture programs give say when it was digitised, so that only what lies more than a day before that counts.
 */
function believed(
  { taken, digitisedAt }: When,
  name: CaptureDate | undefined,
  proposed: CaptureDate | undefined,
): CaptureDate | undefined {
  if (taken) return taken;
  const isBefore = (one: CaptureDate | undefined): one is CaptureDate =>
    one !== undefined && (!digitisedAt || wallOf(one) < wallOf(digitisedAt) - DAY_MS);
  return [name, proposed].find(isBefore);
}

function dated(when: When, { named, now, timeZone }: Around, place: Coordinates | undefined): Metadata {
  const proposal = folderSays(named.folder, named.fileName, now);
  const taken = believed(when, nameSays(named.fileName, now, timeZone), proposal.taken);
  const placeName = place ? undefined : proposal.placeName;
  return compact({ taken, digitisedAt: when.digitisedAt, place, placeName });
}

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** A point on the earth; 0, 0 is what is written where nothing was received, and above 20 km nobody takes photos. */
export function placeOf({ latitude, longitude, altitude }: Partial<Coordinates>): Coordinates | undefined {
  if (latitude === undefined || longitude === undefined) return undefined;
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return undefined;
  if (Math.abs(latitude) < 1e-4 && Math.abs(longitude) < 1e-4) return undefined;
  const height = altitude !== undefined && altitude > -500 && altitude < 20_000 ? rounded(altitude, 1) : undefined;
  return compact({ latitude: rounded(latitude, 6), longitude: rounded(longitude, 6), altitude: height });
}

/** What companies call themselves besides their name. */
const COMPANY =
  /[,.]|\b(?:corporation|corp|company|co|ltd|inc|imaging|electronics|optical|camera|computer|photo film|communications|mobile|techwin|gmbh|ag|ab)\b/gi;

const tidy = (text: string | undefined): string =>
  (text ?? '')
    .normalize('NFC')
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim();

/** Maker and model once: `NIKON CORPORATION` and `NIKON D90` are a `NIKON D90`. */
export function cameraOf(maker: string | undefined, model: string | undefined): string | undefined {
  const name = tidy(model);
  const makers = tidy(tidy(maker).replaceAll(COMPANY, ' '));
  const first = name.split(/[\s-]/)[0]?.toLowerCase();
  const isNamed = makers
    .toLowerCase()
    .split(' ')
    .some((word) => word === first);
  const camera = isNamed ? name : `${makers} ${name}`.trim();
  return camera === '' || camera.length > MAX_CAMERA ? undefined : camera;
}

/** What cameras and programs write where a caption goes. */
const NO_CAPTION =
  /^(?:(?:olympus|minolta|konica minolta|sony|samsung|kodak|motorola|vivitar|polaroid|benq|hp|jenoptik|medion|aiptek|general imaging)? ?(?:digital (?:still )?camera|dsc|dcf(?: ?\d\.\d)?)|samsung|exif[ _]jpeg.*|jpeg|lead technologies.*|<.*>|(?:default|untitled|no title|picture|image|photo|screenshot|applemark)|(?:processed|created|edited|made) (?:with|by|using) .*|file written by .*|charset=.*|(?:cof|sdr|hdr|hdrpl|ptr|pt|mde|edf|nor|rhdr|rbt|bty|fbt|tpl|dav|btf|bst|oznor|soft|norm|vhdr|ktp)(?:_?[a-z0-9]{1,8})*)$/i;

/** The first text that a person wrote, as a paragraph of at most `MAX_CAPTION` UTF-16 units. */
export function captionOf(captions: readonly string[] | undefined, fileName: string): string | undefined {
  for (const one of captions ?? []) {
    const caption = one
      .normalize('NFC')
      .replaceAll(/\r\n?/g, '\n')
      .replaceAll(/[^\P{C}\n\u200d]/gu, '')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim();
    const isEmpty = !/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(caption) || caption.includes('\ufffd');
    if (isEmpty || NO_CAPTION.test(caption) || caption === fileName || caption === fileName.replace(/\.\w+$/, ''))
      continue;
    if (caption.length <= MAX_CAPTION) return caption;
    return `${caption.slice(0, MAX_CAPTION - 1).replace(/[\ud800-\udbff]$/, '')}…`;
  }
  return undefined;
}

/** The names of people, each once. */
export function peopleOf(people: readonly string[] | undefined): string[] | undefined {
  const names = (people ?? []).flatMap((one) => nameOf(one) ?? []);
  return names.length === 0 ? undefined : [...new Set(names)].slice(0, MAX_PEOPLE);
}

/** What a photo says about itself, and what its name and folder propose. A scanner is no camera. */
export function aboutPicture(facts: PictureFacts, around: Around): Metadata {
  const when = whenOfPicture(facts, around.now, around.timeZone);
  return compact({
    ...dated(when, around, placeOf(facts)),
    camera: isScan(facts) ? undefined : cameraOf(facts.maker, facts.model),
    caption: captionOf(facts.captions, around.named.fileName),
    people: peopleOf(facts.people),
  });
}

/** ISO 6709 as phones write it into films: `+37.5665+126.9780+038.0/`. */
function locationOf(text: string | undefined): Coordinates | undefined {
  const parts = /^([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?/.exec(text ?? '');
  if (!parts) return undefined;
  const [latitude, longitude] = [Number(parts[1]), Number(parts[2])];
  return placeOf({ latitude, longitude, ...(parts[3] !== undefined && { altitude: Number(parts[3]) }) });
}

/** The same of a video or a sound. */
export function aboutFilm(clock: FilmClock, facts: FilmFacts, around: Around): Metadata {
  const when = whenOfFilm(clock, facts, around.now, around.timeZone);
  return compact({
    ...dated(when, around, locationOf(facts.location)),
    camera: cameraOf(facts.maker, facts.model),
    caption: captionOf(facts.captions, around.named.fileName),
  });
}
