import * as v from 'valibot';
import { shareAlbums as share } from '../pipelines/audience.ts';
import { callable } from './callable.ts';
import { albums, circles, library, people } from './shapes.ts';

/** Shows albums to more people. */
export const shareAlbums = callable('shareAlbums', v.object({ library, albums, people, circles }), share);
