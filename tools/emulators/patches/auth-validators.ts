// Loaded into firebase-tools before it starts. Its Auth emulator compiles the validators of all its requests at the first one: seconds in which no
// emulator responds.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../root.ts';

interface Exegesis {
  middleware: (document: unknown, options: object) => Promise<unknown>;
}

const exegesis = createRequire(import.meta.url)(join(ROOT, 'node_modules', 'exegesis-express')) as Exegesis;
const middleware = exegesis.middleware;
exegesis.middleware = (document, options) => middleware(document, { ...options, lazyCompileValidationSchemas: true });
