/** A file of a ZIP, and where to fetch it. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly url: string;
}

/** Sent by a page to the service worker, with the port for the other messages. The page then navigates a frame to `zipPath(id)`. */
export interface ZipRequest {
  readonly type: 'zip';
  readonly id: string;
  /** The file name of the ZIP. */
  readonly name: string;
}

/** Keeps the service worker alive during a download: browsers stop an idle one after 30 s. */
export const KEEP_ALIVE = 'keep-alive';

/**
 * From the service worker: it is ready for the frame; it needs the next entry, or a new URL of the current one, and the page answers with a
 * `ZipEntry`, or undefined if there is none; how many entries are in the ZIP; its end.
 */
export type WorkerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'next' }
  | { readonly type: 'renew' }
  | { readonly type: 'progress'; readonly entries: number }
  | { readonly type: 'end'; readonly outcome: ZipOutcome };

/** How a ZIP ended; unless complete, the browser removes the file. */
export type ZipOutcome = 'complete' | 'cancelled' | 'failed';

/** From the page. */
export type PageMessage =
  { readonly type: 'entry'; readonly entry: ZipEntry | undefined } | { readonly type: 'cancel' };

/** The path of a ZIP that the service worker streams. */
export const zipPath = (id: string): string => `/download/${id}.zip`;

/** Whether a path is one of `zipPath`. */
export const isZipPath = (path: string): boolean => path.startsWith('/download/') && path.endsWith('.zip');

/** Whether a message to the service worker is a `ZipRequest`. */
export const isZipRequest = (data: unknown): data is ZipRequest =>
  typeof data === 'object' && data !== null && 'type' in data && data.type === 'zip';
