import * as v from 'valibot';
import { listAsks as list } from '../pipelines/asks.ts';
import { callable } from './callable.ts';

/** The asks that the caller may answer. */
export const listAsks = callable('listAsks', v.object({}), list);
