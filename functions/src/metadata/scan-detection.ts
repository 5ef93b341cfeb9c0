import type { VideoMetadata } from '../ports/videos.ts';
import type { ImageMetadata } from '../ports/images.ts';

/** Scanners, minilabs and their software. Makers that also made cameras are matched by scanner model. */
const SCANNERS =
  /noritsu|\bqss[-_ ]?\d|\bfrontier\b|\bsp-?(?:500|1500|2000|2500|3000)\b|\bfdi v\d|plustek|opticfilm|microtek|scanmaker|artixscan|pakon|\bumax\b|reflecta|pacific image|primefilm|scansnap|\bpfu\b|avision|flextight|imacon|coolscan|nikon scan|dimage scan|canoscan|\bm[gpx]\d{3,4} series|\blide \d|mp navigator|scangear|ij scan|epson ?scan|epson perfection|\bperfection v?\d|expression \d{4,5}xl|gt-[xf]?\d{3,4}|\bfastfoto\b|scanjet|hp scan|hp ?precisionscan|vuescan|hamrick|silverfast|lasersoft|digital ice|photoscan|photomyne|fax and scan|\bscanner\b|d-lab|photo cd|\bpcd\b/i;

/** Makers of both cameras and scanners: a scan if there is no exposure data. */
const SCANNER_AND_CAMERA_MAKERS = /^(?:seiko )?epson|^hewlett|^hp\b|^mustek|^agfa/i;

/** Capture cards and software for tapes, and converters that rewrite a file with a new date. */
const CAPTURE_TOOLS =
  /elgato|eyetv|pinnacle|dazzle|hauppauge|wintv|avermedia|easycap|easier ?cap|grabbee|roxio|honestech|vhs to dvd|canopus|\badvc|\bscenalyzer|windv|winav\b|virtualdub|vhscapture|video capture|video2pc|vidbox|ion video|usb ?2\.0 grabber|ulead|videostudio|magix|handbrake|freemake|any video converter|format ?factory|곰인코더|gomencoder|카카오인코더|팟인코더|potencoder/i;

const namesIn = ({ maker, model, software = [] }: ImageMetadata | VideoMetadata): string =>
  [maker, model, ...software].filter((one) => one !== undefined).join('\n');

/**
 * Whether a photo is a scan, so that its timestamps are those of the digitization: by EXIF FileSource, the name of a scanner or its
 * software, a maker of both without exposure data, or DateTimeDigitized alone.
 */
export function isScan(metadata: ImageMetadata): boolean {
  const { timestamps, maker, hasExposure = false, isFromScanner = false } = metadata;
  if (isFromScanner) return true;
  if (hasExposure) return false;
  const hasOnlyDigitized = timestamps.digitized !== undefined && timestamps.original === undefined;
  return hasOnlyDigitized || SCANNERS.test(namesIn(metadata)) || SCANNER_AND_CAMERA_MAKERS.test(maker ?? '');
}

/** Whether a video was captured from a tape or converted, so that its container's date is that of the conversion. */
export const isCapture = (metadata: VideoMetadata): boolean =>
  metadata.isTapeFormat === true || CAPTURE_TOOLS.test(namesIn(metadata));
