import { parseIncomingName } from '@maru/model';
import { onObjectFinalized } from 'firebase-functions/storage';
import { ingestOriginal } from '../ingest/ingest-original.ts';
import { submissionFinalized } from '../submissions/submit.ts';
import { DEPLOYMENT, ORIGINALS, ports } from '../wiring.ts';
import { REQUEST_INSTANCE } from './instance-options.ts';

/** Event: an upload to the originals bucket is complete. */
export const onOriginalFinalized = onObjectFinalized(
  { ...DEPLOYMENT, ...REQUEST_INSTANCE, bucket: ORIGINALS, timeoutSeconds: 120, retry: true },
  async ({ data }) => {
    const all = ports();
    const handle = parseIncomingName(data.name) ? submissionFinalized : ingestOriginal;
    const outcome = await handle(all, { name: data.name, generation: String(data.generation) });
    if (!outcome.act) all.log('ignored an upload', { name: data.name, why: outcome.why });
  },
);
