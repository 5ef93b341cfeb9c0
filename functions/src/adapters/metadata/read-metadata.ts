import { compact } from '@maru/model';
import type { PictureFacts } from '../../ports/images.ts';
import { exifOf } from './exif.ts';
import { iptcOf } from './iptc.ts';
import { xmpOf } from './xmp.ts';

/** What a file carries besides its pixels, as libvips finds it; `exif` is a path where the whole file is one block (TIFF). */
export interface Blocks {
  readonly exif?: Buffer | string | undefined;
  readonly xmp?: Buffer | undefined;
  readonly iptc?: Buffer | undefined;
}

/** Everything that EXIF, XMP and IPTC say of a photo: of what several tell, EXIF's; of captions XMP's, then IPTC's, then EXIF's. Never throws. */
export async function factsOf({ exif, xmp, iptc }: Blocks): Promise<PictureFacts> {
  const [camera, packet, wire] = [
    exif === undefined ? { clock: {} } : await exifOf(exif),
    xmp === undefined ? { clock: {} } : xmpOf(xmp),
    iptc === undefined ? {} : iptcOf(iptc),
  ];
  const captions = [packet.captions, wire.caption, camera.captions].flatMap((one) => one ?? []);
  const software = [...(camera.software ?? []), ...(packet.software ?? [])];
  // Degrees of one block belong together.
  const place = camera.latitude !== undefined && camera.longitude !== undefined ? camera : packet;
  return compact({
    ...packet,
    ...camera,
    ...{ latitude: place.latitude, longitude: place.longitude, altitude: place.altitude },
    clock: compact({ ...packet.clock, ...camera.clock, iptcDate: wire.date, iptcTime: wire.time }),
    software: software.length > 0 ? software : undefined,
    captions: captions.length > 0 ? captions : undefined,
  });
}
