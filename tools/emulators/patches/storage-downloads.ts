// Loaded into firebase-tools before it starts. Its Storage emulator reads a whole object into memory for every download, also of a few bytes. Here
// downloads are streamed, and ranges read nothing else (docs/decisions/0039).
import { createReadStream, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { emulatorModule } from './emulator-module.ts';
import type { StoredBytes } from './stored-bytes.ts';

/** A part of an object, where the emulator slices a Buffer. */
interface Part {
  readonly start: number;
  readonly byteLength: number;
}

interface Downloads {
  sendFileBytes: (
    metadata: { readonly contentEncoding?: string },
    data: StoredBytes | Buffer | (Part & { readonly slice: (start: number, until: number) => Part }),
    request: IncomingMessage,
    response: ServerResponse,
  ) => void;
}

const downloads = emulatorModule('storage/apis/shared.js') as Downloads;
const { sendFileBytes } = downloads;
downloads.sendFileBytes = (metadata, data, request, response) => {
  const { path, byteLength } = data as StoredBytes;
  // The emulator decompresses it for a client that does not accept gzip.
  if (metadata.contentEncoding === 'gzip') {
    sendFileBytes(metadata, readFileSync(path), request, response);
    return;
  }
  const end = response.end.bind(response);
  const sendPart = ({ start, byteLength: length }: Part): void => {
    Object.assign(response, { end });
    response.setHeader('Content-Length', length);
    if (request.method === 'HEAD' || length === 0) end();
    // A client may leave at any time.
    else pipeline(createReadStream(path, { start, end: start + length - 1 }), response).catch(() => undefined);
  };
  Object.assign(response, { end: sendPart });
  const sliceable = {
    start: 0,
    byteLength,
    slice: (start: number, until: number) => ({ start, byteLength: until - start }),
  };
  sendFileBytes(metadata, sliceable, request, response);
};
