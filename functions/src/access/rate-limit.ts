import {
  ApiError,
  COUNTER_DAYS,
  countCall,
  ENDPOINTS,
  instant,
  number,
  parse,
  paths,
  type EndpointName,
  type RateCount,
  type Uid,
} from '@maru/model';
import * as v from 'valibot';
import type { Fields, Store } from '../ports/documents.ts';
import type { Clock } from '../ports/system.ts';
import { expiryAfter } from '../maintenance/expiry.ts';

const countSchema = v.object({ since: instant, times: number });

/** The count of one endpoint in a person's `rates` document. */
function countOf(fields: Fields | undefined, name: EndpointName): RateCount | undefined {
  return fields?.[name] === undefined ? undefined : parse(`rates.${name}`, countSchema, fields[name]);
}

/** Blocks calls by a deleted account: an ID token that was issued before lasts up to an hour. */
export const blockCalls = ({ store, clock }: { store: Store; clock: Clock }, uid: Uid): Promise<void> =>
  store.transact((tx) => {
    tx.set(paths.rates(uid), { goneAt: new Date(clock.now()), ...expiryAfter(clock.now(), COUNTER_DAYS) });
    return Promise.resolve();
  });

/** Counts a call; throws ApiError if it exceeds the endpoint's rate or the account is deleted. */
export async function enforceRate(
  { store, clock }: { store: Store; clock: Clock },
  uid: Uid,
  name: EndpointName,
): Promise<void> {
  const path = paths.rates(uid);
  await store.transact(async (tx) => {
    const fields = await tx.read(path);
    if (fields?.['goneAt'] !== undefined) throw new ApiError('unauthenticated');
    const now = countCall(countOf(fields, name), ENDPOINTS[name].rate, clock.now());
    if (!now) throw new ApiError('rate-limited');
    const counts = { ...fields, [name]: { since: new Date(now.since), times: now.times } };
    tx.set(path, { ...counts, ...expiryAfter(clock.now(), COUNTER_DAYS) });
  });
}
