import { MAX_ITEMS_PER_ADD } from '@maru/model';
import * as v from 'valibot';
import { addToAlbum as add } from '../pipelines/albums.ts';
import { callable } from './callable.ts';
import { album, item, library } from './shapes.ts';

/** Puts items of the library into an album. */
export const addToAlbum = callable(
  'addToAlbum',
  v.object({ library, album, items: v.pipe(v.array(item), v.minLength(1), v.maxLength(MAX_ITEMS_PER_ADD)) }),
  add,
);
