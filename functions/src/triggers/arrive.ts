import * as v from 'valibot';
import { arrive as come } from '../pipelines/come.ts';
import { callable } from './callable.ts';

/** Joins what waits for the caller's verified address. */
export const arrive = callable('arrive', v.object({}), come);
