import { isKorean } from '../../bootstrap/messages.js';
import type { Outcome } from './check.ts';

/** The messages of `npm run verify` in one language. */
export interface Messages {
  readonly usage: string;
  readonly invalid: (argument: string) => string;
  readonly second: string;
  readonly cleaning: string;
  readonly notCleaned: (reason: string) => string;
  readonly results: Record<Outcome['result'], string>;
  readonly summary: (counts: Record<Outcome['result'], number>) => string;
  readonly unexpected: (detail: string) => string;
}

const KO: Messages = {
  usage: `사용법: npm run verify -- [--project 프로젝트] [--second] [--only 번호,번호] [--json]
  --project  점검할 Firebase 프로젝트. 적지 않으면 이 컴퓨터의 에뮬레이터를 점검해요
  --second   두 번째 사람도 로그인해서, 내보낸 뒤에 정말 못 보는지까지 점검해요
  --only     이 번호만 점검해요
  --site     마루 주소. 적지 않으면 https://프로젝트.web.app 이에요`,
  invalid: (argument) => `${argument}: 쓸 수 없는 옵션이에요. npm run verify -- --help 를 봐 주세요.`,
  second: '이제 다른 가족이 다른 브라우저나 시크릿 창에서 이 주소를 열어 주세요. 사진을 올릴 수 있는 가족이어야 해요.',
  cleaning: '점검에 쓴 것을 지우고 있어요 …',
  notCleaned: (reason) => `점검에 쓴 것을 다 지우지 못했어요. 다시 점검하면 지워져요. (${reason})`,
  results: { passed: '통과', failed: '실패', 'not-run': '안 함' },
  summary: (counts) =>
    `${String(counts.passed)}개 통과, ${String(counts.failed)}개 실패, ${String(counts['not-run'])}개 안 함`,
  unexpected: (detail) => `점검하지 못했어요. (${detail})`,
};

const EN: Messages = {
  usage: `Usage: npm run verify -- [--project ID] [--second] [--only N,N] [--json]
  --project  the Firebase project to check; without it, the emulators of this computer
  --second   a second person signs in too, to check that somebody who is removed sees nothing any more
  --only     runs these checks only
  --site     the address of your Maru; https://ID.web.app by default`,
  invalid: (argument) => `${argument}: not a valid option. See npm run verify -- --help.`,
  second:
    'Now somebody else in the family opens this address, in another browser or a private window. They must be able to add photos.',
  cleaning: 'Deleting what the checks created …',
  notCleaned: (reason) => `Not everything that the checks created was deleted. The next run deletes it. (${reason})`,
  results: { passed: 'passed', failed: 'FAILED', 'not-run': 'not run' },
  summary: (counts) =>
    `${String(counts.passed)} passed, ${String(counts.failed)} failed, ${String(counts['not-run'])} not run`,
  unexpected: (detail) => `The check could not run. (${detail})`,
};

/** Whether to print Korean. */
export const language = (env: NodeJS.ProcessEnv = process.env): 'ko' | 'en' => (isKorean(env) ? 'ko' : 'en');

/** The messages in the language of LANG. */
export const messagesOf = (env: NodeJS.ProcessEnv = process.env): Messages => (isKorean(env) ? KO : EN);
