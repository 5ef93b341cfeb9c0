/** What a share sheet takes at once: browsers hold the files in memory. */
const MAX_SHARED_FILES = 20;
const MAX_SHARED_BYTES = 100 * 1024 ** 2;

/** Types by extension, of the formats that share sheets take. */
const TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  heic: 'image/heic',
  heif: 'image/heif',
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  wav: 'audio/wav',
};

interface NamedSize {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

const typeOf = (name: string): string | undefined => TYPES[/\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''];

/** A file with the type of its name, which share sheets require. */
export const fileOf = (parts: Uint8Array<ArrayBuffer>[], name: string): File =>
  new File(parts, name, { type: typeOf(name) ?? 'application/octet-stream' });

/** Whether this browser's share sheet takes a file. */
export function isShareable({ name, size }: NamedSize): boolean {
  if (size > MAX_SHARED_BYTES || typeOf(name) === undefined) return false;
  return canShare() && navigator.canShare({ files: [fileOf([], name)] });
}

/** Whether this browser has a share sheet for files. */
const canShare = (): boolean => 'canShare' in navigator;

/** Whether a share sheet that has `files` also takes `next`. */
export const fitsShare = (files: readonly NamedSize[], next: NamedSize): boolean =>
  files.length < MAX_SHARED_FILES && files.reduce((sum, { size }) => sum + size, next.size) <= MAX_SHARED_BYTES;

/** Opens the share sheet. Resolves to false if it needs a tap first, or was closed without a choice. */
export async function shareFiles(files: File[]): Promise<boolean> {
  try {
    await navigator.share({ files });
    return true;
  } catch (error) {
    if (error instanceof DOMException && ['NotAllowedError', 'AbortError'].includes(error.name)) return false;
    throw error;
  }
}
