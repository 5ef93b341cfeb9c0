import * as v from 'valibot';
import { invite as keep } from '../pipelines/invites.ts';
import { callable } from './callable.ts';
import { address, library, role } from './shapes.ts';

/** Keeps an invite for an address. */
export const invite = callable('invite', v.object({ library, address, role }), keep);
