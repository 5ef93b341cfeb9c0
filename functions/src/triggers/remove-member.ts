import * as v from 'valibot';
import { removeMember as remove } from '../pipelines/members.ts';
import { callable } from './callable.ts';
import { library, uid } from './shapes.ts';

/** Takes a member out of a library. */
export const removeMember = callable('removeMember', v.object({ library, uid }), remove);
