import * as v from 'valibot';
import { deleteAccount as remove } from '../pipelines/account.ts';
import { callable } from './callable.ts';
import { address } from './shapes.ts';

/** Deletes the account of who typed their own address. */
export const deleteAccount = callable('deleteAccount', v.object({ address }), remove);
