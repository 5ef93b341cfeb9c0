import * as v from 'valibot';
import { removeCircle as remove } from '../pipelines/circles.ts';
import { callable } from './callable.ts';
import { circle, library } from './shapes.ts';

/** Ends a circle. */
export const removeCircle = callable('removeCircle', v.object({ library, circle }), remove);
