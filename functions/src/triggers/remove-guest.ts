import * as v from 'valibot';
import { removeGuest as remove } from '../pipelines/album-guests.ts';
import { callable } from './callable.ts';
import { album, library, uid } from './shapes.ts';

/** Takes a guest out of an album. */
export const removeGuest = callable('removeGuest', v.object({ library, album, uid }), remove);
