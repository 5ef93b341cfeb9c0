import * as v from 'valibot';
import { leave as go } from '../pipelines/members.ts';
import { callable } from './callable.ts';
import { library } from './shapes.ts';

/** Leaves a library. */
export const leave = callable('leave', v.object({ library }), go);
