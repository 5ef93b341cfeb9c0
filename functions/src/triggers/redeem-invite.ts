import * as v from 'valibot';
import { redeemInvite as redeem } from '../pipelines/come.ts';
import { callable } from './callable.ts';
import { secret } from './shapes.ts';

/** Comes by a link. */
export const redeemInvite = callable('redeemInvite', v.object({ secret }), redeem);
