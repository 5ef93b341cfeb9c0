import type { ApiErrorCode, Failure, UploadRefusal, ZipProblem } from '@maru/model';
import { isKorean } from '../bootstrap/messages.js';
import type { InvalidArguments } from './arguments.ts';
import type { Estimate } from './estimate.ts';
import type { LocalFile } from './local-file.ts';
import { duration, gigabytes, megabytes } from './units.ts';

/** Upload refusals for guests, who never use this command. */
export const GUEST_ONLY_REFUSALS = [
  'submission-too-large',
  'daily-limit',
  'declined',
] as const satisfies readonly UploadRefusal[];
type GuestRefusal = (typeof GUEST_ONLY_REFUSALS)[number];

/** Why a file is not uploaded; see `LocalFile`. */
export const SKIP_REASONS = ['not-media', 'sidecar', 'unused-sidecar', 'in-trash', 'hidden'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** All messages of the importer in one language. A code without a message does not compile. */
export interface Messages {
  readonly usage: string;
  readonly invalidArguments: Record<InvalidArguments['problem'], (argument: string) => string>;
  readonly missing: (path: string) => string;
  readonly noMedia: string;
  readonly unknownPerson: (address: string, people: string) => string;
  readonly noLibrary: (who: string) => string;
  readonly whichLibrary: (names: string) => string;
  readonly unknownLibrary: (name: string, names: string) => string;
  readonly viewOnly: (library: string) => string;
  readonly signedOut: string;
  readonly startingOrStopping: string;
  readonly starting: string;
  readonly stopping: string;
  readonly demo: string;
  readonly target: (library: string, album: string) => string;
  readonly estimate: (estimate: Estimate) => string;
  readonly progress: (finished: number, total: number) => string;
  readonly rate: (bytesPerSecond: number, secondsLeft: number) => string;
  readonly waiting: string;
  readonly watching: string;
  readonly backOnline: string;
  readonly ready: string;
  readonly duplicate: string;
  readonly failed: string;
  readonly skipped: string;
  readonly processing: string;
  readonly summary: (counts: { ready: number; failed: number; skipped: number; seconds: number }) => string;
  readonly failures: Record<Failure, string>;
  readonly uploadRefusals: Record<Exclude<UploadRefusal, GuestRefusal>, string>;
  readonly apiErrors: Record<ApiErrorCode, string>;
  readonly skippedBecause: Record<SkipReason, string>;
  readonly unmatched: Record<NonNullable<LocalFile['unmatched']>, string>;
  readonly zipProblems: Record<ZipProblem, string>;
  readonly stillProcessing: string;
  readonly unsupported: string;
  readonly unexpected: (detail: string) => string;
}

/** Korean. */
export const KO: Messages = {
  usage: `사용법: npm run import -- 경로… [--project 프로젝트] [--library 보관함] [--album 앨범 | --by-folder] [--dry-run] [--json]
  경로        파일이나 폴더. 폴더는 그 안까지 모두 봐요
  --project   우리 가족의 Firebase 프로젝트. 브라우저에서 로그인해요. 적지 않으면 이 컴퓨터의 데모에 넣어요
  --site      마루 주소. 적지 않으면 https://프로젝트.web.app 이에요
  --sign-out  이 컴퓨터에서 로그아웃해요
  --library   어느 보관함에 넣을지. 보관함이 하나뿐이면 적지 않아도 돼요
  --album     어느 앨범에 넣을지. 없는 앨범이면 만들어요. 적지 않으면 ‘모든 사진’에만 넣어요
  --by-folder 폴더마다 그 이름의 앨범에 넣어요
  --include   이 이름의 파일만 넣어요. 예: --include '*.jpg' (여러 번 적을 수 있어요)
  --exclude   이 이름의 파일은 빼요. 예: --exclude '스크린샷/**'
  --watch     폴더를 계속 지켜보다가 새 파일이 생기면 넣어요. Ctrl-C로 끝내요. --json과 함께 쓰면 파일마다 JSON 한 줄을 보여 줘요
  --settle    지켜볼 때, 파일이 몇 초 동안 그대로면 넣을지. 적지 않으면 10초
  --dry-run   올리지 않고, 무엇을 얼마나 올리게 되는지만 보여 줘요
  --as        데모에 누구로 넣을지. 적지 않으면 데모 주인으로 넣어요
  --json      결과를 JSON으로 보여 줘요`,
  invalidArguments: {
    'no-path': () => '넣을 파일이나 폴더를 적어 주세요. 예: npm run import -- ~/사진 --album "제주 여름"',
    unknown: (argument) =>
      `${argument}: 모르는 옵션이에요. 쓸 수 있는 옵션은 npm run import -- --help 로 볼 수 있어요.`,
    address: (argument) => `${argument}: 이메일 주소가 아니에요. --as mother@example.com 처럼 적어 주세요.`,
    'empty-name': (argument) => `${argument} 뒤에 이름을 적어 주세요.`,
    project: (argument) => `${argument}: 프로젝트 ID가 아니에요. 마루를 올릴 때 쓴 --project를 그대로 적어 주세요.`,
    'needs-project': (argument) => `${argument}: --project와 함께 적어 주세요.`,
    'watch-dry-run': () => '--watch와 --dry-run 중 하나만 적어 주세요.',
    seconds: (argument) => `${argument}: --settle 뒤에는 1부터 9999까지 초를 적어 주세요.`,
    'two-albums': () => '--album과 --by-folder 중 하나만 적어 주세요.',
    'no-as': () => '--as는 데모에서만 쓸 수 있어요. 누구로 넣을지는 브라우저에서 로그인할 때 정해요.',
  },
  missing: (path) => `${path}: 이런 파일이나 폴더가 없어요. 경로를 다시 확인해 주세요.`,
  noMedia: '넣을 사진이나 동영상이 없어요. 다른 폴더를 적어 주세요.',
  unknownPerson: (address, people) =>
    `${address}: 이 이메일로 로그인할 수 있는 사람이 없어요. 다음 중에서 골라 주세요:\n${people}`,
  noLibrary: (who) => `${who}: 아직 보관함이 없어요. 앱에서 보관함을 만들거나 초대를 받은 뒤에 다시 해 주세요.`,
  whichLibrary: (names) => `보관함이 여러 개예요. --library 뒤에 하나를 골라 적어 주세요:\n${names}`,
  unknownLibrary: (name, names) => `${name}: 이런 보관함이 없어요. 다음 중에서 골라 주세요:\n${names}`,
  viewOnly: (library) =>
    `${library}: 이 보관함은 보기만 할 수 있어요. 주인이나 사진 올리는 사람으로 로그인해서 다시 해 주세요.`,
  signedOut: '이 컴퓨터에서 로그아웃했어요.',
  startingOrStopping: '마루가 켜지거나 꺼지는 중이에요. 조금 뒤에 다시 해 주세요.',
  starting: '마루가 꺼져 있어서 잠깐 켤게요 …',
  stopping: '저장하고 마루를 끌게요 …',
  demo: '처음이라서 데모 보관함부터 만들게요 …',
  target: (library, album) => `${library} › ${album}`,
  estimate: (
    one,
  ) => `사진 ${String(one.photos)}장, 동영상 ${String(one.videos)}개, 소리 ${String(one.sounds)}개: ${gigabytes(one.bytes)}
건너뛸 파일 ${String(one.skipped)}개, 읽을 수 없는 파일 ${String(one.unreadable)}개
보기용으로 만들 파일: 약 ${gigabytes(one.renditionBytes)}
올리는 시간: 보통 집 인터넷으로 약 ${one.uploadHours < 1 ? `${String(Math.ceil(one.uploadHours * 60))}분` : `${one.uploadHours.toFixed(1)}시간`}
보관 비용: 첫 달 약 ${one.firstMonth.toFixed(2)}달러, 그다음부터 매달 약 ${one.laterMonths.toFixed(2)}달러
이미 보관함에 있는 파일도 센 것이고, 아직 아무것도 올리지 않았어요.`,
  progress: (finished, total) => `${String(total)}개 중 ${String(finished)}개`,
  rate: (bytesPerSecond, secondsLeft) =>
    `초당 ${megabytes(bytesPerSecond)}, 약 ${duration(secondsLeft, '시간', '분')} 남음`,
  waiting: '인터넷을 기다리고 있어요',
  watching: '폴더를 지켜보고 있어요. 끝내려면 Ctrl-C를 누르세요',
  backOnline: '인터넷이 다시 돼요. 이어서 올릴게요',
  ready: '완료',
  duplicate: '이미 있음',
  failed: '실패',
  skipped: '건너뜀',
  processing: '처리 중',
  summary: ({ ready, failed, skipped, seconds }) =>
    `${String(ready)}개 넣었어요, ${String(failed)}개 실패, ${String(skipped)}개 건너뜀 (${String(seconds)}초)`,
  failures: {
    empty: '빈 파일이에요. 원래 있던 곳에서 열리는지 확인해 주세요.',
    'too-large': '파일이 너무 커요(32GB까지). 나눠서 넣어 주세요.',
    'not-media': '이름과 달리 사진, 동영상, 소리 파일이 아니에요. 다른 파일을 골라 주세요.',
    'no-decoder': '아직 볼 수 없는 종류예요. JPEG나 MP4로 바꿔서 넣어 주세요.',
    unreadable: '파일이 중간에 끊겼거나 손상됐어요. 원래 있던 곳에서 열리는지 확인해 주세요.',
    'too-many-pixels': '사진이 너무 커요. 크기를 줄여서 넣어 주세요.',
    'too-long': '12시간이 넘어요. 나눠서 넣어 주세요.',
    damaged: '올리는 중에 파일이 손상됐어요. 한 번 더 넣어 주세요.',
    'video-quota': '오늘은 동영상을 더 올릴 수 없어요. 내일 다시 올려 주세요.',
    'over-quota': '보관함이 가득 찼거나 오늘 올릴 수 있는 만큼 다 올렸어요. 내일 다시 해 주세요.',
    'timed-out': '너무 오래 걸려서 멈췄어요. 한 번 더 넣어 주세요.',
    'attempts-exhausted': '마루에 문제가 생겼어요. 한 번 더 넣어 주세요.',
  },
  uploadRefusals: {
    empty: '빈 파일이에요. 원래 있던 곳에서 열리는지 확인해 주세요.',
    'too-large': '파일이 너무 커요(32GB까지). 나눠서 넣어 주세요.',
    forbidden: '이 보관함에 넣을 수 없어요. 보관함 주인에게 물어봐 주세요.',
    busy: '다른 가족이 같은 파일을 올리는 중이에요. 조금 뒤에 다시 해 주세요.',
    'unreadable-file': '파일을 읽을 수 없어요. 읽을 권한이 있는지 확인해 주세요.',
    refused: '올리지 못했어요. 조금 뒤에 다시 해 주세요.',
  },
  apiErrors: {
    unauthenticated: '로그인이 끝났어요. 다시 해 주세요.',
    unverified: '확인되지 않은 Google 이메일이에요. 다른 이메일로 해 주세요.',
    forbidden: '이 사람은 할 수 없는 일이에요. 보관함 주인에게 물어봐 주세요.',
    'not-found': '찾는 것이 이제 없어요. 다시 해 주세요.',
    'invalid-request': '이름이 너무 길거나 쓸 수 없는 글자가 있어요. 다른 이름으로 해 주세요.',
    'limit-reached': '앨범을 더 만들 수 없어요. 있는 앨범을 골라 주세요.',
    'not-splittable': '아직 준비 중인 동영상은 나눌 수 없어요. 준비가 끝난 뒤에 다시 나눠 주세요.',
    'gap-full': '이 자리에는 더 끼워 넣을 수 없어요. 바로 앞뒤 사진을 먼저 다른 자리로 옮겨 주세요.',
    'rate-limited': '한꺼번에 너무 많아서 잠시 멈췄어요. 조금 뒤에 다시 해 주세요.',
    'app-check-failed': '이 화면에서는 할 수 없어요. 마루를 다시 열어 주세요.',
    'last-owner': '보관함에는 주인이 한 사람은 있어야 해요. 다른 가족을 먼저 주인으로 정해 주세요.',
    'invite-expired': '초대 기간이 지났어요. 보내 준 분에게 새 초대를 부탁해 주세요.',
    'invite-used': '이미 사용한 초대예요. 보내 준 분에게 새 초대를 부탁해 주세요.',
    'wrong-person': '다른 Google 계정으로 온 초대예요. 그 계정으로 로그인해 주세요.',
  },
  skippedBecause: {
    'not-media': '사진, 동영상, 소리 파일이 아니에요',
    sidecar: '사진 정보가 담긴 파일이에요. 날짜와 앨범은 사진에 들어갔어요',
    'unused-sidecar': '사진 정보가 담긴 파일인데, 맞는 사진을 찾지 못했거나 파일이 손상됐어요',
    'in-trash': '휴지통에 있던 파일이에요',
    hidden: '숨겨 둔 사진이라 넣지 않았어요. 넣으려면 숨기기를 푼 다음 다시 내보내 주세요',
  },
  unmatched: {
    ambiguous: '내보낸 정보 파일 중 어느 것이 이 사진의 것인지 알 수 없어서, 날짜와 설명 없이 넣었어요',
    missing: '내보낸 정보 파일이 없어서, 사진에 든 날짜만 보고 넣었어요',
  },
  zipProblems: {
    'bad-zip': 'ZIP 파일이 중간에 끊겼거나 손상됐어요. 다시 내려받은 다음 한 번 더 해 주세요.',
    encrypted: '암호가 걸린 ZIP이에요. 암호를 풀어서 다시 해 주세요.',
    'unsupported-compression': '읽을 수 없는 방식으로 압축됐어요. 압축을 풀고 그 폴더를 적어 주세요.',
    'zip-bomb': '압축을 풀면 너무 커지는 파일이에요. 이 파일은 빼고 넣어 주세요.',
  },
  stillProcessing: '다 올렸고, 아직 처리하는 중이에요. 곧 앱에서 보여요.',
  unsupported: '원본은 안전하게 있어요. 마루에서는 볼 수 없는 종류라서, 저장한 다음 다른 앱으로 열어 주세요.',
  unexpected: (detail) => `뜻밖의 문제가 생겼어요. 다시 해 주세요. (${detail})`,
};

/** English. */
export const EN: Messages = {
  usage: `Usage: npm run import -- PATH… [--project ID] [--library NAME] [--album NAME | --by-folder] [--dry-run] [--json]
  PATH        a file or a folder; folders with everything in them
  --project   your family's Firebase project. You sign in in the browser. Without it, files go to the demo on this computer
  --site      the address of your Maru; https://ID.web.app by default
  --sign-out  sign out on this computer
  --library   which library; not needed if you have only one
  --album     which album; created if it does not exist. Without it, files go to All photos only
  --by-folder each folder becomes an album of its name
  --include   only files with such names, for example --include '*.jpg'; may be repeated
  --exclude   no files with such names, for example --exclude 'Screenshots/**'
  --watch     go on with what comes to the folders, until Ctrl-C; with --json, one line of JSON for each file
  --settle    with --watch: the seconds for which a file may not change before it is added; 10 by default
  --dry-run   add nothing; say what would be added
  --as        who adds them to the demo; the demo owner by default
  --json      print the result as JSON`,
  invalidArguments: {
    'no-path': () => 'Name the files or folders to add, for example: npm run import -- ~/Pictures --album "Jeju"',
    unknown: (argument) => `${argument}: unknown option. npm run import -- --help lists them.`,
    address: (argument) => `${argument}: not an email address. Use, for example, --as mother@example.com.`,
    'empty-name': (argument) => `Add a name after ${argument}.`,
    project: (argument) => `${argument}: not the id of a project. Use the --project with which Maru was installed.`,
    'needs-project': (argument) => `${argument}: only together with --project.`,
    'watch-dry-run': () => 'Use --watch or --dry-run, not both.',
    seconds: (argument) => `${argument}: use a number of seconds from 1 to 9999 with --settle.`,
    'two-albums': () => 'Use --album or --by-folder, not both.',
    'no-as': () => '--as is for the demo only. With --project, you choose the account in the browser.',
  },
  missing: (path) => `${path}: no such file or folder. Please check the path.`,
  noMedia: 'There are no photos or videos to add. Please choose another folder.',
  unknownPerson: (address, people) => `${address}: nobody can sign in here with this email. Choose one of:\n${people}`,
  noLibrary: (who) => `${who} isn't in a library yet. Create one in the app, or get invited, and try again.`,
  whichLibrary: (names) => `There are several libraries. Choose one with --library:\n${names}`,
  unknownLibrary: (name, names) => `${name}: there is no such library. Choose one of:\n${names}`,
  viewOnly: (library) => `${library}: this person can only view it. Sign in as an owner or editor and try again.`,
  signedOut: 'Signed out on this computer.',
  startingOrStopping: 'Maru is just starting or stopping. Try again in a little while.',
  starting: 'Maru is not running; starting it for this import …',
  stopping: 'Saving and stopping Maru …',
  demo: 'First run: creating the demo library …',
  target: (library, album) => `${library} › ${album}`,
  estimate: (
    one,
  ) => `${String(one.photos)} photos, ${String(one.videos)} videos, ${String(one.sounds)} sounds: ${gigabytes(one.bytes)}
${String(one.skipped)} files to skip, ${String(one.unreadable)} that cannot be read
To be made for viewing: about ${gigabytes(one.renditionBytes)}
Upload: about ${one.uploadHours < 1 ? `${String(Math.ceil(one.uploadHours * 60))} minutes` : `${one.uploadHours.toFixed(1)} hours`} at 20 Mbit/s
Storage: about ${one.firstMonth.toFixed(2)} dollars in the first month, then ${one.laterMonths.toFixed(2)} a month
Files that the library has already are counted too. Nothing has been added yet.`,
  progress: (finished, total) => `${String(finished)} of ${String(total)}`,
  rate: (bytesPerSecond, secondsLeft) =>
    `${megabytes(bytesPerSecond)}/s, about ${duration(secondsLeft, ' h', ' min')} left`,
  waiting: 'waiting for the network',
  watching: 'Watching. Press Ctrl-C to end.',
  backOnline: 'The network is back.',
  ready: 'ready',
  duplicate: 'already here',
  failed: 'failed',
  skipped: 'skipped',
  processing: 'processing',
  summary: ({ ready, failed, skipped, seconds }) =>
    `${String(ready)} added, ${String(failed)} failed, ${String(skipped)} skipped (${String(seconds)} s)`,
  failures: {
    empty: 'This file is empty. Check whether it opens where it came from.',
    'too-large': 'This file is too large (the limit is 32 GB). Split it up.',
    'not-media': "Despite its name, this isn't a photo, video or sound. Choose another file.",
    'no-decoder': "Maru can't show this kind of file yet. Add it as a JPEG or MP4.",
    unreadable: 'This file is cut off or damaged. Check whether it opens where it came from.',
    'too-many-pixels': 'This photo is too large. Add a smaller version.',
    'too-long': 'This is longer than 12 hours. Split it up.',
    damaged: 'The file was damaged during the upload. Add it again.',
    'video-quota': "Today's limit for videos has been reached. Try again tomorrow.",
    'over-quota': "The library is full, or today's limit has been reached. Try again tomorrow.",
    'timed-out': 'This took too long and was stopped. Add it again.',
    'attempts-exhausted': 'Something went wrong in Maru. Add it again.',
  },
  uploadRefusals: {
    empty: 'This file is empty. Check whether it opens where it came from.',
    'too-large': 'This file is too large (the limit is 32 GB). Split it up.',
    forbidden: "You can't add to this library. Ask its owner.",
    busy: 'Someone in the family is already uploading this file. Try again in a little while.',
    'unreadable-file': "This file can't be read. Check whether you have permission to read it.",
    refused: "It couldn't be added. Try again in a little while.",
  },
  apiErrors: {
    unauthenticated: 'The sign-in has ended. Try again.',
    unverified: "This Google email isn't verified. Try another one.",
    forbidden: "This person can't do that. Ask the library's owner.",
    'not-found': 'It no longer exists. Try again.',
    'invalid-request': "The name is too long or has characters that can't be used. Try another name.",
    'limit-reached': 'No more albums can be created. Choose an existing one.',
    'not-splittable': 'A video that is still being prepared cannot be split. Please try again when it is ready.',
    'gap-full': 'No more fits in here. Please move the photos next to this place first.',
    'rate-limited': 'That was a lot at once, so Maru is taking a short break. Try again in a moment.',
    'app-check-failed': "This can't be done from here. Please open Maru again.",
    'last-owner': 'A library needs at least one owner. Make someone else an owner first.',
    'invite-expired': 'This invite has expired. Ask the person who sent it for a new one.',
    'invite-used': 'This invite has already been used. Ask the person who sent it for a new one.',
    'wrong-person': 'This invite was made for another Google account. Sign in with that one.',
  },
  skippedBecause: {
    'not-media': 'not a photo, video or sound',
    sidecar: 'information about photos, which is now with them',
    'unused-sidecar': 'information about photos, but no photo fits it, or it is damaged',
    'in-trash': 'it was in the trash',
    hidden: 'it was hidden; to add it, show it again and export once more',
  },
  unmatched: {
    ambiguous: 'added without the exported date and caption, as several files could hold them',
    missing: 'added with its own date only, as the export has no information about it',
  },
  zipProblems: {
    'bad-zip': 'This ZIP is cut off or damaged. Download it again and try once more.',
    encrypted: 'This ZIP has a password. Remove it and try again.',
    'unsupported-compression': "This is compressed in a way that can't be read. Unpack the ZIP and name its folder.",
    'zip-bomb': 'This becomes too large when it is unpacked. Please leave it out.',
  },
  stillProcessing: 'Uploaded and still processing. It will appear in the app soon.',
  unsupported: "The original is safe. Maru can't show this kind of file; save it to open it in another app.",
  unexpected: (detail) => `Something unexpected happened. Try again. (${detail})`,
};

/** The messages in the language of LANG: Korean or, by default, English. */
export const messagesOf = (env: NodeJS.ProcessEnv = process.env): Messages => (isKorean(env) ? KO : EN);
