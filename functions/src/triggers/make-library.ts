import * as v from 'valibot';
import { makeLibrary as make } from '../pipelines/people.ts';
import { callable } from './callable.ts';
import { name, timeZone } from './shapes.ts';

/** Makes a library for somebody who may begin. */
export const makeLibrary = callable('makeLibrary', v.object({ name, timeZone }), make);
