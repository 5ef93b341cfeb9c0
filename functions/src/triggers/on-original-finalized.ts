import { REGION } from '@maru/model';
import { onObjectFinalized } from 'firebase-functions/storage';
import { finalized } from '../pipelines/finalized.ts';
import { ORIGINALS, ports } from '../wiring.ts';

/** An original is complete: marks its item and lets it be made. */
export const onOriginalFinalized = onObjectFinalized(
  { bucket: ORIGINALS, region: REGION, retry: true, memory: '256MiB' },
  async ({ data }) => {
    const held = ports();
    const outcome = await finalized(held, { name: data.name, generation: String(data.generation) });
    if (!outcome.act) held.log('ignored an upload', { name: data.name, why: outcome.why });
  },
);
