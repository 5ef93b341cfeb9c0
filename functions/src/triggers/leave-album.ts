import * as v from 'valibot';
import { leaveAlbum as go } from '../pipelines/album-guests.ts';
import { callable } from './callable.ts';
import { album, library } from './shapes.ts';

/** Leaves an album that one is a guest of. */
export const leaveAlbum = callable('leaveAlbum', v.object({ library, album }), go);
