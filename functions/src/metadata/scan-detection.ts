import type { FilmFacts } from '../ports/videos.ts';
import type { PictureFacts } from '../ports/images.ts';

/** Scanners, minilabs and their programs, whatever else a file says. Makers that also made cameras stand by their scanners' names. */
const SCANNERS =
  /noritsu|\bqss[-_ ]?\d|\bfrontier\b|\bsp-?(?:500|1500|2000|2500|3000)\b|\bfdi v\d|plustek|opticfilm|microtek|scanmaker|artixscan|pakon|\bumax\b|reflecta|pacific image|primefilm|scansnap|\bpfu\b|avision|flextight|imacon|coolscan|nikon scan|dimage scan|canoscan|\bm[gpx]\d{3,4} series|\blide \d|mp navigator|scangear|ij scan|epson ?scan|epson perfection|\bperfection v?\d|expression \d{4,5}xl|gt-[xf]?\d{3,4}|\bfastfoto\b|scanjet|hp scan|hp ?precisionscan|vuescan|hamrick|silverfast|lasersoft|digital ice|photoscan|photomyne|fax and scan|\bscanner\b|d-lab|photo cd|\bpcd\b/i;

/** Makers of cameras and scanners: theirs is a scan where no exposure is told. */
const MAKERS_OF_BOTH = /^(?:seiko )?epson|^hewlett|^hp\b|^mustek|^agfa/i;

/** Cards, boxes and programs that bring a tape into a computer, and those that make a file anew with a new date. */
const CAPTURES =
  /elgato|eyetv|pinnacle|dazzle|hauppauge|wintv|avermedia|easycap|easier ?cap|grabbee|roxio|honestech|vhs to dvd|canopus|\badvc|\bscenalyzer|windv|winav\b|virtualdub|vhscapture|video capture|video2pc|vidbox|ion video|usb ?2\.0 grabber|ulead|videostudio|magix|handbrake|freemake|any video converter|format ?factory|곰인코더|gomencoder|카카오인코더|팟인코더|potencoder/i;

const said = ({ maker, model, software = [] }: PictureFacts | FilmFacts): string =>
  [maker, model, ...software].filter((one) => one !== undefined).join('\n');

/**
 * Whether a photo came through a scanner, so that its clocks tell of the digitising: EXIF FileSource, a scanner or its program by
 * name, a maker of both without an exposure, or DateTimeDigitized alone.
 */
export function isScan(facts: PictureFacts): boolean {
  const { clock, maker, isExposed = false, isFromScanner = false } = facts;
  if (isFromScanner) return true;
  if (isExposed) return false;
  const isAlone = clock.digitised !== undefined && clock.original === undefined;
  return isAlone || SCANNERS.test(said(facts)) || MAKERS_OF_BOTH.test(maker ?? '');
}

/** Whether a film came from a tape or was made anew, so that its container's date is that day's. */
export const isCapture = (facts: FilmFacts): boolean => facts.isOfTape === true || CAPTURES.test(said(facts));
