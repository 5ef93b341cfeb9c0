import * as v from 'valibot';
import { makeAgain as again } from '../pipelines/again.ts';
import { callable } from './callable.ts';
import { item, library } from './shapes.ts';

/** Makes a ready item again while the old one is shown. */
export const makeAgain = callable('makeAgain', v.object({ library, item }), again);
