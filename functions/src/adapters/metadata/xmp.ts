import { compact } from '@maru/model';
import { XMLParser } from 'fast-xml-parser';
import type { ImageTimestamps, ImageMetadata } from '../../ports/images.ts';

/** A longer packet is an editor's history or an attack; it is not parsed. */
const MAX_XMP_BYTES = 512 * 1024;

/** Matches properties by their usual prefixes. Attributes and elements are equivalent in XMP; values stay text. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Numeric character references are decoded only with it; its replacement wants a decoder from another package.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  htmlEntities: true,
});

type Found = ReadonlyMap<string, readonly unknown[]>;

const isNode = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [value]);

/** All properties by name at any depth, outer before inner. */
function propertiesOf(root: unknown): Found {
  const found = new Map<string, unknown[]>();
  const nodes: unknown[] = [root];
  for (const node of nodes) {
    for (const one of listOf(node)) {
      if (!isNode(one)) continue;
      for (const [name, value] of Object.entries(one)) {
        const known = found.get(name);
        if (known) known.push(value);
        else found.set(name, [value]);
        nodes.push(value);
      }
    }
  }
  return found;
}

/** The text values of a property or of its list; the default language comes first. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
  if (!isNode(value)) return [];
  if (Array.isArray(value)) {
    const isDefault = (one: unknown): boolean => isNode(one) && one['xml:lang'] === 'x-default';
    const all = listOf(value);
    return [...all.filter(isDefault), ...all.filter((one) => !isDefault(one))].flatMap(textsOf);
  }
  return ['#text', 'rdf:Alt', 'rdf:Bag', 'rdf:Seq', 'rdf:li'].flatMap((name) => textsOf(value[name]));
}

/** `41,13.218N` or `41,13,13N` in degrees. */
function degreesOf(text: string | undefined): number | undefined {
  const parts = /^(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?([NSEW])$/.exec(text ?? '');
  if (!parts) return undefined;
  const degrees = Number(parts[1]) + Number(parts[2]) / 60 + Number(parts[3] ?? 0) / 3600;
  return 'SW'.includes(parts[4] ?? '') ? -degrees : degrees;
}

/** A rational number as XMP writes it: `14839/10`. */
function rationalOf(text: string | undefined): number | undefined {
  const parts = /^(-?\d+(?:\.\d+)?)(?:\/(\d+))?$/.exec(text ?? '');
  const value = parts ? Number(parts[1]) / Number(parts[2] ?? 1) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** Names from face regions (Metadata Working Group: Picasa, Lightroom, digiKam; Microsoft), IPTC people and digiKam tags. */
function peopleIn(found: Found): string[] {
  const all = (name: string): string[] => (found.get(name) ?? []).flatMap(textsOf);
  const regions = ['rdf:li', 'rdf:Description'].flatMap((name) => (found.get(name) ?? []).flatMap(listOf));
  const faces = regions.flatMap((one) => {
    if (!isNode(one) || one['mwg-rs:Name'] === undefined) return [];
    const [type = 'Face'] = textsOf(one['mwg-rs:Type']);
    return type === 'Face' ? textsOf(one['mwg-rs:Name']) : [];
  });
  const tags = all('digiKam:TagsList').flatMap((tag) => /^(?:People|사람|인물)\/(.+)$/.exec(tag)?.[1] ?? []);
  return [...faces, ...all('MPReg:PersonDisplayName'), ...all('Iptc4xmpExt:PersonInImage'), ...tags];
}

function metadataFrom(found: Found): ImageMetadata {
  const first = (...names: string[]): string | undefined =>
    names.flatMap((name) => (found.get(name) ?? []).flatMap(textsOf))[0];
  const people = peopleIn(found);
  const program = first('xmp:CreatorTool', 'xap:CreatorTool');
  const caption = first('dc:description');
  const timestamps: ImageTimestamps = compact({
    xmpOriginal: first('exif:DateTimeOriginal'),
    xmpCreated: first('photoshop:DateCreated'),
    xmpDigitized: first('exif:DateTimeDigitized', 'xmp:CreateDate', 'xap:CreateDate'),
    xmpGps: first('exif:GPSTimeStamp'),
  });
  const hasExposure = ['exif:ExposureTime', 'exif:FNumber'].some((name) => (rationalOf(first(name)) ?? 0) > 0);
  const height = rationalOf(first('exif:GPSAltitude'));
  return compact({
    timestamps,
    maker: first('tiff:Make'),
    model: first('tiff:Model'),
    software: program === undefined ? undefined : [program],
    hasExposure: hasExposure || undefined,
    latitude: degreesOf(first('exif:GPSLatitude')),
    longitude: degreesOf(first('exif:GPSLongitude')),
    altitude: height !== undefined && first('exif:GPSAltitudeRef') === '1' ? -height : height,
    captions: caption === undefined ? undefined : [caption],
    people: people.length === 0 ? undefined : people,
  });
}

/** Reads an XMP packet. One that is too long or malformed yields no fields. */
export function readXmp(packet: Buffer): ImageMetadata {
  if (packet.length > MAX_XMP_BYTES) return { timestamps: {} };
  try {
    return metadataFrom(propertiesOf(parser.parse(packet.toString('utf8'))));
  } catch {
    return { timestamps: {} };
  }
}
