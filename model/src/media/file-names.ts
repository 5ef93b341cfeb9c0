import type { Kind } from '../library/item.ts';
import { kindOfExtension, MEDIA_EXTENSIONS } from './formats.ts';

/** Files and folders that operating systems create. */
const SYSTEM_FILES = new Set([
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  '@eadir',
  '#recycle',
  '__macosx',
  '$recycle.bin',
]);

/** Whether a file or folder of this name is not a person's own: hidden, or created by an operating system. */
export const isIgnored = (name: string): boolean => name.startsWith('.') || SYSTEM_FILES.has(name.toLowerCase());

/** Whether a file of this name is where Picasa kept what it knew about its folder. It is hidden. */
export const isPicasaFile = (name: string): boolean => /^\.?picasa\.ini$/i.test(name);

const EXTENSIONS = new Set(MEDIA_EXTENSIONS);

/** The extension of a file name or path, in lower case and without its dot; empty if there is none. */
export const extensionOf = (name: string): string => /[^/]\.([^./]*)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** Whether a file is an image, video or sound by its extension. */
export const hasMediaExtension = (name: string): boolean => EXTENSIONS.has(extensionOf(name));

/** What the extension of a media file says that it is; without a known one, a photo. */
export const kindOfName = (name: string): Kind => kindOfExtension(extensionOf(name));
