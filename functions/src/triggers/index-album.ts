import { INDEX_TIMEOUT_S } from '@maru/model';
import { albumOrTrash, library } from '@maru/model/api/schemas';
import { onTaskDispatched } from 'firebase-functions/tasks';
import * as v from 'valibot';
import { indexAlbum as index } from '../album-index/index-album.ts';
import { DEPLOYMENT, ports } from '../wiring.ts';
import { INDEX_INSTANCE } from './instance-options.ts';

const Task = v.object({ library, album: albumOrTrash });

/** Queue: updates an album's index. Several albums at once, so that one family's import does not delay another's. */
export const indexAlbum = onTaskDispatched(
  {
    ...DEPLOYMENT,
    ...INDEX_INSTANCE,
    timeoutSeconds: INDEX_TIMEOUT_S,
    rateLimits: { maxConcurrentDispatches: 8 },
    retryConfig: { maxAttempts: 8, minBackoffSeconds: 2, maxBackoffSeconds: 60 },
  },
  async ({ data }) => {
    await index(ports(), v.parse(Task, data));
  },
);
