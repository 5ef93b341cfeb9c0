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
