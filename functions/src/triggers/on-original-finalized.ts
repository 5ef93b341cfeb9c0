import { parseIncomingName, REGION } from '@maru/model';
import { onObjectFinalized } from 'firebase-functions/storage';
import { ingestOriginal } from '../ingest/ingest-original.ts';
import { submissionFinalized } from '../submissions/submit.ts';
import { ORIGINALS, ports } from '../wiring.ts';
import { REQUEST_INSTANCE } from './instance-options.ts';

/** An object is complete: an original's item is made, what a guest sent is admitted. */
export const onOriginalFinalized = onObjectFinalized(
  { ...REQUEST_INSTANCE, bucket: ORIGINALS, region: REGION, retry: true },
  async ({ data }) => {
    const held = ports();
    const take = parseIncomingName(data.name) ? submissionFinalized : ingestOriginal;
    const outcome = await take(held, { name: data.name, generation: String(data.generation) });
    if (!outcome.act) held.log('ignored an upload', { name: data.name, why: outcome.why });
  },
);
