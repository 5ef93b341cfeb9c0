import * as v from 'valibot';
import { judgeOffer as judge } from '../pipelines/judge.ts';
import { callable } from './callable.ts';
import { library, offer } from './shapes.ts';

/** Lets what a guest brought into its album, or not. */
export const judgeOffer = callable('judgeOffer', v.object({ library, offer, isWelcome: v.boolean() }), judge);
