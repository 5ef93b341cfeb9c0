import { localize } from '../../bootstrap/messages.js';
import type { GoogleClient } from '../google/client.ts';
import { isConflict } from '../google/google-error.ts';
import { DISPLAY_NAME, serviceAccountsOf } from '../names.ts';
import type { Step } from '../step.ts';

/** The service accounts of functions that do not exist yet. */
async function findMissing(google: GoogleClient): Promise<string[]> {
  const missing: string[] = [];
  for (const email of Object.values(serviceAccountsOf(google.project)))
    if ((await google.optional('iam', `v1/projects/${google.project}/serviceAccounts/${email}`)) === undefined)
      missing.push(email);
  return missing;
}

/** Creates the service accounts of functions, so that these may do less than the default one. */
export const serviceAccounts: Step = {
  id: 'service-accounts',
  title: { ko: '서비스 계정', en: 'Service accounts' },
  async plan({ google }) {
    const missing = (await findMissing(google)).join(', ');
    if (missing === '') return 'done';
    return {
      change: localize(
        `마루만 쓰는 서비스 계정을 만들어요: ${missing}`,
        `create service accounts, used by Maru only: ${missing}`,
      ),
    };
  },
  async apply({ google }) {
    for (const email of await findMissing(google)) {
      const [accountId = ''] = email.split('@');
      try {
        await google.post('iam', `v1/projects/${google.project}/serviceAccounts`, {
          body: { accountId, serviceAccount: { displayName: DISPLAY_NAME } },
        });
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
    }
  },
};
