import * as v from 'valibot';
import { makeCircle as make } from '../pipelines/circles.ts';
import { callable } from './callable.ts';
import { library, name, people } from './shapes.ts';

/** Makes a circle. */
export const makeCircle = callable('makeCircle', v.object({ library, name, members: people }), make);
