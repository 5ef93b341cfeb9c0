import { localize } from '../../bootstrap/messages.js';
import type { GoogleClient } from '../google/client.ts';
import { isConflict } from '../google/google-error.ts';
import { DISPLAY_NAME, serviceAccountOf } from '../names.ts';
import type { Step } from '../step.ts';

/** The service account of all functions, or undefined. */
export const findServiceAccount = (google: GoogleClient): Promise<unknown> =>
  google.optional('iam', `v1/projects/${google.project}/serviceAccounts/${serviceAccountOf(google.project)}`);

/** Creates the service account of all functions, so that they may do less than the default one. */
export const serviceAccount: Step = {
  id: 'service-account',
  title: { ko: '서비스 계정', en: 'Service account' },
  async plan({ google }) {
    if ((await findServiceAccount(google)) !== undefined) return 'done';
    const email = serviceAccountOf(google.project);
    return {
      change: localize(
        `마루만 쓰는 서비스 계정을 만들어요: ${email}`,
        `create the service account ${email}, used by Maru only`,
      ),
    };
  },
  async apply({ google }) {
    if ((await findServiceAccount(google)) !== undefined) return;
    const [accountId = ''] = serviceAccountOf(google.project).split('@');
    try {
      await google.post('iam', `v1/projects/${google.project}/serviceAccounts`, {
        body: { accountId, serviceAccount: { displayName: DISPLAY_NAME } },
      });
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  },
};
