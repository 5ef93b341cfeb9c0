import { GUEST_UPLOADS } from '@maru/model';
import * as v from 'valibot';
import { setAudience as set } from '../pipelines/audience.ts';
import { callable } from './callable.ts';
import { album, audience, library } from './shapes.ts';

/** Sets who sees an album, or whether its guests may add. */
export const setAudience = callable(
  'setAudience',
  v.object({
    library,
    album,
    audience: v.exactOptional(audience),
    guestsMayAdd: v.exactOptional(v.picklist(GUEST_UPLOADS)),
  }),
  set,
);
