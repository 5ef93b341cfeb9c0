import * as v from 'valibot';
import { listInvites as list } from '../pipelines/invites.ts';
import { callable } from './callable.ts';
import { library } from './shapes.ts';

/** The invites of a library that the caller may tend. */
export const listInvites = callable('listInvites', v.object({ library }), list);
