import * as v from 'valibot';
import { endLibrary as end } from '../pipelines/ending.ts';
import { callable } from './callable.ts';
import { library, name } from './shapes.ts';

/** Ends a library whose name was typed. */
export const endLibrary = callable('endLibrary', v.object({ library, name }), end);
