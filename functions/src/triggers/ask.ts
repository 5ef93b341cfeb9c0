import * as v from 'valibot';
import { ask as keep } from '../pipelines/asks.ts';
import { callable } from './callable.ts';
import { library, name, secret, words } from './shapes.ts';

/** Asks to be let in. */
export const ask = callable(
  'ask',
  v.object({ library: v.exactOptional(library), secret: v.exactOptional(secret), name, words }),
  keep,
);
