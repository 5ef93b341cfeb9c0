import { localize } from '../../bootstrap/messages.js';
import { deployError, links } from '../errors.ts';
import { GoogleError, isConflict } from '../google/google-error.ts';
import { waitForOperation, type Operation } from '../google/operations.ts';
import type { GoogleClient } from '../google/client.ts';
import type { Step } from '../step.ts';

const find = (google: GoogleClient): Promise<unknown> =>
  google.optional('firebase', `v1beta1/projects/${google.project}`);

/** Adds Firebase to a Google Cloud project. */
export const firebaseProject: Step = {
  id: 'firebase-project',
  title: { ko: 'Firebase', en: 'Firebase' },
  async plan({ google }) {
    if ((await find(google)) !== undefined) return 'done';
    return { change: localize('이 프로젝트에 Firebase를 추가해요', 'add Firebase to this project') };
  },
  async apply({ google }) {
    if ((await find(google)) !== undefined) return;
    try {
      const path = `v1beta1/projects/${google.project}:addFirebase`;
      await waitForOperation(
        google,
        'firebase',
        'v1beta1',
        await google.post<Operation>('firebase', path, { body: {} }),
      );
    } catch (error) {
      if (isConflict(error)) return;
      if (error instanceof GoogleError && error.status === 403 && /tos|terms/i.test(error.message))
        throw deployError(
          'Firebase를 처음 쓰는 계정이라 약관에 먼저 동의해야 해요. 아래 주소에서 ‘프로젝트 만들기’를 누르고, 아래쪽 ‘Google Cloud 프로젝트에 Firebase 추가’에서 이 프로젝트를 고른 다음, 같은 명령을 다시 실행해 주세요.',
          "This account is new to Firebase and has to accept its terms first. Open the link, press 'Create a project', choose this project at the bottom under 'Add Firebase to a Google Cloud project', and run the same command again.",
          links.newProject,
        );
      throw error;
    }
  },
};
