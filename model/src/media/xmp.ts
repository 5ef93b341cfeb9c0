import type { Coordinates } from './metadata.ts';

// What XMP packets say, inside files and in sidecars. The XML is parsed by the caller, so that the web app carries no parser.

/** The options of fast-xml-parser for `xmpFields`: attributes and elements are equivalent in XMP, and values stay text. */
export const XMP_PARSER = {
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Numeric character references are decoded only with it; its replacement wants a decoder from another package.
  htmlEntities: true,
} as const;

/** The properties of a packet, by their usual prefixes. */
export interface XmpFields {
  /** The first text of the first of these properties that has one; of a text in several languages, the default one. */
  readonly first: (...names: string[]) => string | undefined;
  /** The same as a number. */
  readonly number: (name: string) => number | undefined;
  /** Degrees and metres, as far as they are there. Not checked. */
  readonly place: Partial<Coordinates>;
  readonly people: readonly string[];
}

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

/** Reads what fast-xml-parser made of a packet with `XMP_PARSER`. */
export function xmpFields(tree: unknown): XmpFields {
  const found = propertiesOf(tree);
  const first = (...names: string[]): string | undefined =>
    names.flatMap((name) => (found.get(name) ?? []).flatMap(textsOf))[0];
  const [latitude, longitude] = [degreesOf(first('exif:GPSLatitude')), degreesOf(first('exif:GPSLongitude'))];
  const height = rationalOf(first('exif:GPSAltitude'));
  const altitude = height !== undefined && first('exif:GPSAltitudeRef') === '1' ? -height : height;
  return {
    first,
    number: (name) => rationalOf(first(name)),
    place: {
      ...(latitude !== undefined && { latitude }),
      ...(longitude !== undefined && { longitude }),
      ...(altitude !== undefined && { altitude }),
    },
    people: peopleIn(found),
  };
}
