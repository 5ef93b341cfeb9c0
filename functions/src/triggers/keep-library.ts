import * as v from 'valibot';
import { keepLibrary as keep } from '../pipelines/ending.ts';
import { callable } from './callable.ts';
import { library } from './shapes.ts';

/** Keeps a library that was ended. */
export const keepLibrary = callable('keepLibrary', v.object({ library }), keep);
