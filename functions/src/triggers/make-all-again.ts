import * as v from 'valibot';
import { makeAllAgain as again } from '../pipelines/remake.ts';
import { callable } from './callable.ts';
import { album, library } from './shapes.ts';

/** Begins to make an album or a library again. */
export const makeAllAgain = callable('makeAllAgain', v.object({ library, album }), again);
