import { localize } from '../../bootstrap/messages.js';
import type { GoogleClient } from '../google/client.ts';
import { isConflict } from '../google/google-error.ts';
import { allBucketsOf } from '../names.ts';
import type { Step } from '../step.ts';

async function findUnlinked(google: GoogleClient): Promise<string[]> {
  const { originals, renditions } = allBucketsOf(google.project);
  const unlinked: string[] = [];
  for (const name of [originals, renditions]) {
    const path = `v1beta/projects/${google.project}/buckets/${name}`;
    if ((await google.optional('firebasestorage', path)) === undefined) unlinked.push(name);
  }
  return unlinked;
}

/** Links the two buckets to Firebase: for clients under rules, and for download tokens. */
export const firebaseBuckets: Step = {
  id: 'firebase-buckets',
  title: { ko: 'Firebase 저장소', en: 'Firebase Storage' },
  async plan({ google }) {
    const unlinked = await findUnlinked(google);
    if (unlinked.length === 0) return 'done';
    return { change: localize('사진 저장소를 Firebase에 연결해요', 'link the photo storage to Firebase') };
  },
  async apply({ google }) {
    for (const name of await findUnlinked(google)) {
      try {
        await google.post('firebasestorage', `v1beta/projects/${google.project}/buckets/${name}:addFirebase`, {
          body: {},
        });
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
    }
  },
};
