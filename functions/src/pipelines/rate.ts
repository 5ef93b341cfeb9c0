import {
  counted,
  instant,
  number,
  parse,
  paths,
  RATES,
  Refused,
  type CallName,
  type Counted,
  type Uid,
} from '@maru/model';
import * as v from 'valibot';
import type { Fields, Store } from '../ports/documents.ts';
import type { Clock } from '../ports/system.ts';

const countedSchema = v.object({ since: instant, times: number });

/** What was counted of one callable, from a person's document of rates. */
function countedOf(fields: Fields | undefined, name: CallName): Counted | undefined {
  return fields?.[name] === undefined ? undefined : parse(`rates.${name}`, countedSchema, fields[name]);
}

/** Lets nobody call under this uid any more: its account is gone, and a token that it has still lasts up to an hour. */
export const endCalls = ({ store, clock }: { store: Store; clock: Clock }, uid: Uid): Promise<void> =>
  store.transact((tx) => {
    tx.set(paths.rates(uid), { goneAt: new Date(clock.now()) });
    return Promise.resolve();
  });

/** Counts one call of a person; throws Refused where it is one too many, or their account is gone. */
export async function count({ store, clock }: { store: Store; clock: Clock }, uid: Uid, name: CallName): Promise<void> {
  const path = paths.rates(uid);
  await store.transact(async (tx) => {
    const fields = await tx.read(path);
    if (fields?.['goneAt'] !== undefined) throw new Refused('signed-out');
    const now = counted(countedOf(fields, name), RATES[name], clock.now());
    if (!now) throw new Refused('too-often');
    tx.set(path, { ...fields, [name]: { since: new Date(now.since), times: now.times } });
  });
}
