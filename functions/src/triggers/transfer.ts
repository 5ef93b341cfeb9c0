import * as v from 'valibot';
import { transfer as handOver } from '../pipelines/members.ts';
import { callable } from './callable.ts';
import { library, uid } from './shapes.ts';

/** Makes another member owner. */
export const transfer = callable('transfer', v.object({ library, to: uid }), handOver);
