import { compact } from '@maru/model';
import type { SphereMetadata } from '@maru/model/media/panorama';
import { XMP_PARSER, xmpFields, type XmpFields } from '@maru/model/media/xmp';
import { XMLParser } from 'fast-xml-parser';
import type { ImageMetadata } from '../../ports/images.ts';

/** A longer packet is an editor's history or an attack; it is not parsed. */
const MAX_XMP_BYTES = 512 * 1024;

const parser = new XMLParser(XMP_PARSER);

/** The position on the sphere, from `GPano` (Google's namespace, which 360° cameras use too). */
function sphereFrom({ first, number }: XmpFields): SphereMetadata | undefined {
  const projection = first('GPano:ProjectionType');
  if (projection === undefined) return undefined;
  return compact({
    projection,
    fullWidth: number('GPano:FullPanoWidthPixels'),
    fullHeight: number('GPano:FullPanoHeightPixels'),
    width: number('GPano:CroppedAreaImageWidthPixels'),
    height: number('GPano:CroppedAreaImageHeightPixels'),
    left: number('GPano:CroppedAreaLeftPixels'),
    top: number('GPano:CroppedAreaTopPixels'),
  });
}

function metadataFrom(fields: XmpFields): ImageMetadata {
  const { first, number, place, people } = fields;
  const program = first('xmp:CreatorTool', 'xap:CreatorTool');
  const caption = first('dc:description');
  const hasExposure = ['exif:ExposureTime', 'exif:FNumber'].some((name) => (number(name) ?? 0) > 0);
  return compact({
    timestamps: compact({
      xmpOriginal: first('exif:DateTimeOriginal'),
      xmpCreated: first('photoshop:DateCreated'),
      xmpDigitized: first('exif:DateTimeDigitized', 'xmp:CreateDate', 'xap:CreateDate'),
      xmpGps: first('exif:GPSTimeStamp'),
    }),
    maker: first('tiff:Make'),
    model: first('tiff:Model'),
    software: program === undefined ? undefined : [program],
    hasExposure: hasExposure || undefined,
    ...place,
    captions: caption === undefined ? undefined : [caption],
    people: people.length === 0 ? undefined : people,
    sphere: sphereFrom(fields),
  });
}

/** Reads an XMP packet. One that is too long or malformed yields no fields. */
export function readXmp(packet: Buffer): ImageMetadata {
  if (packet.length > MAX_XMP_BYTES) return { timestamps: {} };
  try {
    return metadataFrom(xmpFields(parser.parse(packet.toString('utf8'))));
  } catch {
    return { timestamps: {} };
  }
}
