import * as v from 'valibot';
import { lookAtInvite as look } from '../pipelines/come.ts';
import { callableByAnybody } from './callable.ts';
import { secret } from './shapes.ts';

/** What a link leads to, also for who is signed out. */
export const lookAtInvite = callableByAnybody('lookAtInvite', v.object({ secret }), look);
