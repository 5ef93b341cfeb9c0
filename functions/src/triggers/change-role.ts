import * as v from 'valibot';
import { changeRole as change } from '../pipelines/members.ts';
import { callable } from './callable.ts';
import { library, role, uid } from './shapes.ts';

/** Gives a member another role. */
export const changeRole = callable('changeRole', v.object({ library, uid, role }), change);
