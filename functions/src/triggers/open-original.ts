import * as v from 'valibot';
import { openOriginal as open } from '../pipelines/open-original.ts';
import { callable } from './callable.ts';
import { album, item, library } from './shapes.ts';

/** Gives a URL that saves an original. */
export const openOriginal = callable('openOriginal', v.object({ library, album, item }), open);
