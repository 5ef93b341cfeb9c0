import * as v from 'valibot';
import { makeAlbum as make } from '../pipelines/albums.ts';
import { callable } from './callable.ts';
import { audience, library, name } from './shapes.ts';

/** Makes an album. */
export const makeAlbum = callable('makeAlbum', v.object({ library, title: name, audience }), make);
