// Loaded into firebase-tools before it starts. Its Storage emulator reads the body of every upload request into memory and refuses bodies above
// 130 MB. Here the bodies of resumable uploads are spooled to a file and hashed on the way (docs/decisions/0039).
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ROOT } from '../root.ts';
import { emulatorModule } from './emulator-module.ts';
import { digestAt } from './storage-objects.ts';
import { SpooledBody } from './stored-bytes.ts';

interface Request extends IncomingMessage {
  readonly query: { readonly upload_id?: string };
  body?: unknown;
  /** Set by body-parser, which then leaves the request alone. */
  _body?: boolean;
}

type Handler = (request: Request, response: ServerResponse, next: () => void) => void;

interface Emulator {
  readonly storageLayer: { readonly dirPath: string };
  readonly uploadService: {
    readonly _uploads: ReadonlyMap<string, { readonly path: string; readonly size: number }>;
    readonly _persistence: { getDiskPath: (name: string) => string };
  };
}

/** Spools the body of a request of a resumable upload. A body that breaks off changes nothing. */
const spoolBodies =
  ({ storageLayer, uploadService }: Emulator): Handler =>
  (request, response, next) => {
    const upload = uploadService._uploads.get(request.query.upload_id ?? '');
    if (!upload || request._body) {
      next();
      return;
    }
    const path = join(storageLayer.dirPath, `body-${randomUUID()}`);
    const { size: offset } = upload;
    const digest = digestAt(uploadService._persistence.getDiskPath(upload.path));
    const hashed = async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of source) {
        digest.update(chunk);
        yield chunk;
      }
    };
    response.once('close', () => void rm(path, { force: true }));
    pipeline(request, hashed, createWriteStream(path)).then(
      () => {
        // As on the service, a part for another offset is refused, and of two requests for one part that run at once the second.
        const claimed = request.headers['x-goog-upload-offset'];
        if (upload.size !== offset || (claimed !== undefined && Number(claimed) !== offset)) {
          response.writeHead(400).end();
          return;
        }
        request._body = true;
        request.body = new SpooledBody(path, offset, digest);
        next();
      },
      () => response.destroy(),
    );
  };

const bodies = emulatorModule('shared/request.js') as { reqBodyToBuffer: (request: Request) => Promise<unknown> };
const { reqBodyToBuffer } = bodies;
bodies.reqBodyToBuffer = (request) =>
  request.body instanceof SpooledBody ? Promise.resolve(request.body) : reqBodyToBuffer(request);

const require = createRequire(join(ROOT, 'node_modules', 'firebase-tools', 'package.json'));
const { Router } = require('express') as { Router: () => Handler & { use: (handler: Handler) => Handler } };

function spoolBodiesOf(file: string, name: string): void {
  const api = emulatorModule(file) as Record<string, (emulator: Emulator) => Handler>;
  const create = api[name];
  if (!create) throw new Error(`firebase-tools has no ${name}`);
  api[name] = (emulator) => {
    const router = Router();
    router.use(spoolBodies(emulator));
    return router.use(create(emulator));
  };
}
spoolBodiesOf('storage/apis/firebase.js', 'createFirebaseEndpoints');
spoolBodiesOf('storage/apis/gcloud.js', 'createCloudEndpoints');
