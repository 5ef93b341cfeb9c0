import { MAX_INVITE_DAYS, MAX_INVITE_USES } from '@maru/model';
import * as v from 'valibot';
import { makeInvite as make } from '../pipelines/invites.ts';
import { callable } from './callable.ts';
import { address, album, invitedAs, library, upTo } from './shapes.ts';

/** Makes an invite to be sent as a link. */
export const makeInvite = callable(
  'makeInvite',
  v.object({
    library,
    as: invitedAs,
    album: v.exactOptional(album),
    uses: upTo(MAX_INVITE_USES),
    days: upTo(MAX_INVITE_DAYS),
    for: v.exactOptional(address),
  }),
  make,
);
