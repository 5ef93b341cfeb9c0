import * as v from 'valibot';
import { revokeInvite as revoke } from '../pipelines/invites.ts';
import { callable } from './callable.ts';
import { invite, library } from './shapes.ts';

/** Withdraws an invite. */
export const revokeInvite = callable('revokeInvite', v.object({ library, invite }), revoke);
