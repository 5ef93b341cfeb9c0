import type { Kind } from '../library/item.ts';
import { MEDIA_EXTENSIONS } from './formats.ts';

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

const EXTENSIONS = new Set(MEDIA_EXTENSIONS);

/** The extension of a file name or path, in lower case and without its dot; empty if there is none. */
export const extensionOf = (name: string): string => /[^/]\.([^./]*)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** Whether a file is an image, video or sound by its extension. */
export const hasMediaExtension = (name: string): boolean => EXTENSIONS.has(extensionOf(name));

const KINDS: Readonly<Record<Exclude<Kind, 'photo'>, RegExp>> = {
  video: /^(?:mp4|m4v|mov|qt|3gp|3g2|mkv|webm|avi|mpe?g|vob|mod|m[12]v|mpv|flv|m?ts|m2ts?|tod|wmv|asf|dv|ogv)$/,
  sound: /^(?:m4[ab]|qta|mka|wma|mp3|wav|rf64|bwf|flac|og[ga]|opus|amr|aif[fc]?|aac)$/,
};

/** What the extension of a media file says that it is; without a known one, a photo. */
export const kindOfName = (name: string): Kind =>
  (['video', 'sound'] as const).find((kind) => KINDS[kind].test(extensionOf(name))) ?? 'photo';
