import * as v from 'valibot';
import { answerAsk as answer } from '../pipelines/asks.ts';
import { callable } from './callable.ts';
import { library, role, uid } from './shapes.ts';

const Answer = v.variant('kind', [
  v.object({ kind: v.literal('join'), library, role }),
  v.object({ kind: v.literal('begin') }),
  v.object({ kind: v.literal('no') }),
]);

/** Answers an ask. */
export const answerAsk = callable('answerAsk', v.object({ uid, answer: Answer }), answer);
