import * as v from 'valibot';
import { tryAgain as again } from '../pipelines/again.ts';
import { callable } from './callable.ts';
import { item, library } from './shapes.ts';

/** Makes a failed item again. */
export const tryAgain = callable('tryAgain', v.object({ library, item }), again);
