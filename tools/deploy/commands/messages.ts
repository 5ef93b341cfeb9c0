import { isKorean } from '../../bootstrap/messages.js';
import type { InvalidArguments } from './arguments.ts';

/** Sentences about a problem that many steps can have. */
interface Problems {
  readonly notSignedIn: string;
  readonly signInExpired: string;
  readonly noNetwork: string;
  readonly billing: string;
  readonly permission: (permission: string) => string;
  readonly quota: string;
  readonly apiOff: (api: string) => string;
  readonly google: (detail: string) => string;
  readonly cli: (detail: string, log: string) => string;
  readonly unexpected: (detail: string) => string;
}

/** All messages of deploy, rollback and destroy in one language. Steps have theirs beside their code. */
export interface Messages {
  readonly deployUsage: string;
  readonly rollbackUsage: string;
  readonly destroyUsage: string;
  readonly invalidArguments: Record<InvalidArguments['problem'], (argument: string) => string>;
  readonly signInFirst: string;
  readonly planTitle: (project: string, number: string) => string;
  readonly planRegion: (region: string) => string;
  readonly planOwner: (address: string) => string;
  readonly suspectOwner: (address: string, suggestion: string) => string;
  readonly planChanges: string;
  readonly planDone: string;
  readonly planOverwrites: string;
  readonly dryRun: string;
  readonly agree: string;
  readonly agreeToOverwrite: (project: string) => string;
  readonly needsYes: string;
  readonly needsOverwrite: string;
  readonly cancelled: string;
  readonly alreadyDone: (titles: string) => string;
  readonly nothingDone: string;
  readonly runAgain: string;
  readonly interrupted: string;
  readonly finished: (address: string) => string;
  readonly sendToFamily: (address: string, owner: string | undefined) => string;
  readonly nextTime: (project: string) => string;
  readonly nothingToRollBack: string;
  readonly rollbackPlan: (from: string, to: string) => string;
  readonly rolledBack: (version: string) => string;
  readonly notOurs: (project: string) => string;
  readonly destroyPlan: (project: string, lines: string) => string;
  readonly typeProject: (project: string) => string;
  readonly destroyNeedsTerminal: string;
  readonly destroyed: (link: string) => string;
  readonly problems: Problems;
}

/** Korean. */
export const KO: Messages = {
  deployUsage: `사용법: npm run deploy -- --project ID --owner 이메일 [옵션]
  --project      Firebase 프로젝트 ID
  --owner        보관함을 만들 사람의 Google 이메일. 처음 한 번만 적으면 돼요
  --region       지역. 처음 한 번만 고를 수 있어요: asia-northeast3(서울, 기본), asia-northeast1(도쿄), asia-east1(타이완), us-central1, europe-west1
  --budget       한 달 예산 알림 금액. 결제 계정의 통화로 적어요 (기본 약 10달러)
  --video-cores  동영상을 변환하는 인스턴스의 CPU 수: 2(기본), 4, 8. 많을수록 긴 테이프가 빨리 끝나요. 그만큼 빨라지면 값은 비슷해요 (아직 재 보지는 못했어요)
  --app-check    마루 앱에서 온 요청만 받아요 (reCAPTCHA Enterprise). --no-app-check로 꺼요
  --ffmpeg       정해진 것 대신 쓸 ffmpeg의 경로 (x86-64 리눅스용)
  --dry-run      무엇을 할지 보여 주기만 해요
  --yes          묻지 않고 해요. 다른 앱의 것을 덮어쓰지는 않아요
  --overwrite    마루가 만들지 않은 것을 덮어써도 돼요`,
  rollbackUsage: `사용법: npm run rollback -- --project ID [--yes]
화면, 함수, 규칙을 바로 전 버전으로 함께 되돌려요. 사진과 데이터는 그대로예요.`,
  destroyUsage: `사용법: npm run destroy -- --project ID
마루가 이 프로젝트에 만든 것을 사진까지 모두 지워요. 연습용 프로젝트에만 쓰세요.`,
  invalidArguments: {
    unknown: (argument) => `${argument}: 모르는 옵션이에요. --help로 쓸 수 있는 옵션을 볼 수 있어요.`,
    'no-value': (argument) => `${argument} 뒤에 값을 적어 주세요.`,
    positional: (argument) =>
      `${argument} 앞에 옵션 이름이 없어요. 명령 다음에 --를 띄어 쓰고 적어 주세요. 예: npm run deploy -- --project ${argument}`,
    'no-project': () => '프로젝트 ID를 적어 주세요.',
    project: (argument) =>
      `${argument}: 프로젝트 ID가 아니에요. ID는 Firebase 콘솔의 프로젝트 설정에 있어요 (소문자, 숫자, 하이픈으로 6~30자).`,
    demo: (argument) =>
      `${argument}: demo-로 시작하는 프로젝트는 에뮬레이터에만 있어요. 진짜 프로젝트의 ID를 적어 주세요.`,
    owner: (argument) => `${argument}: 이메일 주소가 아니에요. --owner mother@gmail.com 처럼 적어 주세요.`,
    region: (argument) =>
      `${argument}: 고를 수 없는 지역이에요. 서울 asia-northeast3, 도쿄 asia-northeast1, 타이완 asia-east1, 미국 us-central1, 벨기에 europe-west1 중에서 골라 주세요.`,
    budget: (argument) => `${argument}: 예산은 숫자로만 적어 주세요. 예: --budget 15000`,
    'video-cores': (argument) => `${argument}: CPU 수는 2, 4, 8 가운데 하나예요. 예: --video-cores 8`,
  },
  signInFirst: '먼저 Google에 로그인할게요. 열리는 브라우저에서 프로젝트를 만든 계정으로 로그인해 주세요.',
  planTitle: (project, number) => `마루를 올릴 곳: ${project} (번호 ${number})`,
  planRegion: (region) => `지역: ${region}`,
  planOwner: (address) => `첫 주인: ${address}`,
  suspectOwner: (address, suggestion) =>
    `  ⚠ ${address}: 혹시 ${suggestion} 아닌가요? 맞으면 그대로 y를, 아니면 n을 누르고 주소를 고쳐 다시 실행해 주세요.`,
  planChanges: '할 일',
  planDone: '이미 되어 있는 것',
  planOverwrites: '⚠ 마루가 만들지 않은 것 가운데 바뀌는 것',
  dryRun: '보여 드리기만 했어요. 아무것도 바꾸지 않았어요.',
  agree: '이대로 할까요? (y/n) ',
  agreeToOverwrite: (project) => `위의 것이 바뀌어도 괜찮으면 프로젝트 ID(${project})를 적어 주세요: `,
  needsYes: '여기서는 물어볼 수 없어요. 위의 내용이 괜찮으면 --yes를 붙여 다시 실행해 주세요.',
  needsOverwrite:
    '마루가 만들지 않은 것이 바뀌어요. 괜찮으면 --overwrite를 붙여 다시 실행해 주세요. 아니면 새 프로젝트를 쓰세요.',
  cancelled: '그만뒀어요. 아무것도 바꾸지 않았어요.',
  alreadyDone: (titles) => `여기까지는 됐어요: ${titles}`,
  nothingDone: '아직 아무것도 바꾸지 않았어요.',
  runAgain: '해결한 다음 같은 명령을 다시 실행하면 이어서 해요.',
  interrupted: '멈췄어요. 같은 명령을 다시 실행하면 이어서 해요.',
  finished: (address) => `다 됐어요! 마루가 열렸어요: ${address}`,
  sendToFamily: (address, owner) =>
    owner === undefined
      ? `가족에게 이 주소를 보내 주세요: ${address}`
      : `먼저 ${owner} 님이 ${address} 에서 Google로 로그인해 보관함을 만들고, 그다음 앱에서 가족을 초대하면 돼요.`,
  nextTime: (project) =>
    `새 버전으로 바꿀 때: npm run deploy -- --project ${project}\n이전 버전으로 되돌릴 때: npm run rollback -- --project ${project}`,
  nothingToRollBack: '되돌릴 이전 버전이 없어요. 두 번 이상 올린 다음부터 되돌릴 수 있어요.',
  rollbackPlan: (from, to) =>
    `지금 버전 ${from} → 되돌릴 버전 ${to}. 화면, 함수, 규칙이 함께 바뀌고, 사진과 데이터는 그대로예요.`,
  rolledBack: (version) => `되돌렸어요. 지금 버전: ${version}`,
  notOurs: (project) => `${project}: 마루를 올린 적이 없는 프로젝트라서 아무것도 지우지 않았어요.`,
  destroyPlan: (project, lines) => `⚠ ${project}에서 이것들을 지워요. 되살릴 수 없어요:\n${lines}`,
  typeProject: (project) => `정말 지우려면 프로젝트 ID(${project})를 그대로 적어 주세요: `,
  destroyNeedsTerminal: '지우기는 터미널에서 프로젝트 ID를 직접 적어야 할 수 있어요.',
  destroyed: (link) =>
    `다 지웠어요. 켜 둔 API와 로그인했던 사람들의 계정은 남아 있어요. 프로젝트를 통째로 지우려면: ${link}`,
  problems: {
    notSignedIn:
      '로그인이 필요해요. 이 명령을 실행해서 브라우저에서 로그인한 다음, 다시 실행해 주세요: npx firebase login --reauth',
    signInExpired: '로그인한 지 오래돼서 다시 로그인해야 해요. 이 명령을 실행해 주세요: npx firebase login --reauth',
    noNetwork: '인터넷에 연결되지 않았어요. 연결을 확인해 주세요.',
    billing: '이 프로젝트에 결제 계정이 연결돼 있지 않아요. 여기서 연결해 주세요.',
    permission: (permission) =>
      `로그인한 계정에 권한이 없어요${permission === '' ? '' : ` (${permission})`}. 프로젝트 주인(Owner)에게 여기서 ‘소유자’ 역할을 달라고 해 주세요.`,
    quota:
      'Google이 정한 한도를 넘었어요. 조금 뒤에 다시 실행해 보고, 그래도 안 되면 여기서 한도를 늘려 달라고 해 주세요.',
    apiOff: (api) => `Google API가 꺼져 있어요: ${api}. 여기서 ‘사용’을 누르고 2~3분 뒤에 다시 실행해 주세요.`,
    google: (detail) => `Google에서 문제가 생겼어요. (${detail})`,
    cli: (detail, log) => `올리다가 문제가 생겼어요:\n${detail}\n자세한 것은 ${log} 에 있어요.`,
    unexpected: (detail) => `뜻밖의 문제가 생겼어요. (${detail})`,
  },
};

/** English. */
export const EN: Messages = {
  deployUsage: `Usage: npm run deploy -- --project ID --owner ADDRESS [options]
  --project      the ID of the Firebase project
  --owner        the Google address of the person who creates the library; needed once
  --region       chosen once: asia-northeast3 (Seoul, the default), asia-northeast1 (Tokyo), asia-east1 (Taiwan), us-central1, europe-west1
  --budget       amount of the monthly budget alert, in the currency of the billing account (about 10 dollars by default)
  --video-cores  processors of an instance that encodes videos: 2 (the default), 4 or 8; with more, a tape is done sooner, at about the same price if the encoder scales (not measured)
  --app-check    accept requests of the app only (reCAPTCHA Enterprise); --no-app-check turns it off
  --ffmpeg       path of an ffmpeg for x86-64 Linux to use instead of the pinned one
  --dry-run      only show what would be done
  --yes          do not ask; does not agree to overwriting anything of another app
  --overwrite    agree to overwriting what Maru did not create`,
  rollbackUsage: `Usage: npm run rollback -- --project ID [--yes]
Returns pages, functions and rules to the previous release together. Photos and data stay as they are.`,
  destroyUsage: `Usage: npm run destroy -- --project ID
Deletes everything that Maru created in this project, photos included. For test projects only.`,
  invalidArguments: {
    unknown: (argument) => `${argument}: unknown option. --help lists them.`,
    'no-value': (argument) => `Add a value after ${argument}.`,
    positional: (argument) =>
      `There is no option name before ${argument}. Put -- after the command, for example: npm run deploy -- --project ${argument}`,
    'no-project': () => 'Add the project ID.',
    project: (argument) =>
      `${argument}: not a project ID. It is in the project settings of the Firebase console (6 to 30 lowercase letters, digits and hyphens).`,
    demo: (argument) =>
      `${argument}: projects that begin with demo- exist on the emulators only. Use the ID of a real project.`,
    owner: (argument) => `${argument}: not an email address. Use, for example, --owner mother@gmail.com.`,
    region: (argument) =>
      `${argument}: this region is not offered. Choose asia-northeast3 (Seoul), asia-northeast1 (Tokyo), asia-east1 (Taiwan), us-central1 or europe-west1.`,
    budget: (argument) => `${argument}: the budget must be a whole number, for example --budget 10.`,
    'video-cores': (argument) => `${argument}: choose 2, 4 or 8 processors, for example --video-cores 8.`,
  },
  signInFirst: 'First, sign in to Google: use the account that created the project in the browser that opens.',
  planTitle: (project, number) => `Deploy Maru to ${project} (number ${number})`,
  planRegion: (region) => `Region: ${region}`,
  planOwner: (address) => `First owner: ${address}`,
  suspectOwner: (address, suggestion) =>
    `  ⚠ ${address}: did you mean ${suggestion}? If the address is right, answer y; otherwise answer n and correct it.`,
  planChanges: 'To do',
  planDone: 'Already done',
  planOverwrites: '⚠ Changes to what Maru did not create',
  dryRun: 'This was a dry run. Nothing was changed.',
  agree: 'Go ahead? (y/n) ',
  agreeToOverwrite: (project) => `If these changes are fine, type the project ID (${project}): `,
  needsYes: 'There is no terminal to ask. If the plan is fine, run the command again with --yes.',
  needsOverwrite:
    'Things that Maru did not create would change. If that is fine, run the command again with --overwrite; otherwise use a new project.',
  cancelled: 'Cancelled. Nothing was changed.',
  alreadyDone: (titles) => `Done so far: ${titles}`,
  nothingDone: 'Nothing has been changed yet.',
  runAgain: 'Then run the same command again: it goes on from here.',
  interrupted: 'Stopped. Run the same command again to go on.',
  finished: (address) => `Done! Maru is at ${address}`,
  sendToFamily: (address, owner) =>
    owner === undefined
      ? `Send this address to your family: ${address}`
      : `First, ${owner} signs in with Google at ${address} and creates the library. Then invite your family in the app.`,
  nextTime: (project) =>
    `To update: npm run deploy -- --project ${project}\nTo return to the previous version: npm run rollback -- --project ${project}`,
  nothingToRollBack: 'There is no previous release. A rollback needs two deployments.',
  rollbackPlan: (from, to) =>
    `Roll back from ${from} to ${to}. Pages, functions and rules change together; photos and data stay as they are.`,
  rolledBack: (version) => `Rolled back. The version is now ${version}.`,
  notOurs: (project) => `${project}: Maru was never deployed to this project, so nothing was deleted.`,
  destroyPlan: (project, lines) => `⚠ This deletes from ${project}, for ever:\n${lines}`,
  typeProject: (project) => `To really delete it, type the project ID (${project}): `,
  destroyNeedsTerminal: 'Deleting needs a terminal in which you type the project ID.',
  destroyed: (link) =>
    `Deleted. APIs stay on, and so do the accounts of those who signed in. To delete the whole project: ${link}`,
  problems: {
    notSignedIn: 'Please sign in: run this command, sign in in the browser, and try again: npx firebase login --reauth',
    signInExpired: 'The sign-in has expired. Sign in again with: npx firebase login --reauth',
    noNetwork: 'There is no connection to the internet. Please check it.',
    billing: 'Billing does not work for this project. Link a billing account here.',
    permission: (permission) =>
      `The account that is signed in lacks a permission${permission === '' ? '' : ` (${permission})`}. Ask an owner of the project to give it the role 'Owner' here.`,
    quota: "A limit of Google's was reached. Try again in a while; if it does not help, ask for more here.",
    apiOff: (api) => `${api} is off. Press 'Enable' here, and try again in two or three minutes.`,
    google: (detail) => `Something went wrong at Google. (${detail})`,
    cli: (detail, log) => `Something went wrong while deploying:\n${detail}\nDetails are in ${log}`,
    unexpected: (detail) => `Something unexpected happened. (${detail})`,
  },
};

/** The messages in the language of LANG: Korean or, by default, English. */
export const messagesOf = (env: NodeJS.ProcessEnv = process.env): Messages => (isKorean(env) ? KO : EN);
