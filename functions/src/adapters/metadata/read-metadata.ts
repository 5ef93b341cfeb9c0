import { compact } from '@maru/model';
import type { ImageMetadata } from '../../ports/images.ts';
import { readExif } from './exif.ts';
import { readIptc } from './iptc.ts';
import { readXmp } from './xmp.ts';

/** Metadata blocks as libvips returns them; `exif` is a path if the whole file is one block (TIFF). */
export interface MetadataBlocks {
  readonly exif?: Buffer | string | undefined;
  readonly xmp?: Buffer | undefined;
  readonly iptc?: Buffer | undefined;
}

/** Merges EXIF, XMP and IPTC. EXIF wins, except for captions, which are ordered XMP, IPTC, EXIF. Never throws. */
export async function readMetadata({ exif, xmp, iptc }: MetadataBlocks): Promise<ImageMetadata> {
  const [exifFields, xmpFields, iptcFields] = [
    exif === undefined ? { timestamps: {} } : await readExif(exif),
    xmp === undefined ? { timestamps: {} } : readXmp(xmp),
    iptc === undefined ? {} : readIptc(iptc),
  ];
  const captions = [xmpFields.captions, iptcFields.caption, exifFields.captions].flatMap((one) => one ?? []);
  const software = [...(exifFields.software ?? []), ...(xmpFields.software ?? [])];
  // Latitude and longitude must come from the same block.
  const place = exifFields.latitude !== undefined && exifFields.longitude !== undefined ? exifFields : xmpFields;
  return compact({
    ...xmpFields,
    ...exifFields,
    ...{ latitude: place.latitude, longitude: place.longitude, altitude: place.altitude },
    timestamps: compact({
      ...xmpFields.timestamps,
      ...exifFields.timestamps,
      iptcDate: iptcFields.date,
      iptcTime: iptcFields.time,
    }),
    software: software.length > 0 ? software : undefined,
    captions: captions.length > 0 ? captions : undefined,
  });
}
