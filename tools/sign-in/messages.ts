import { isKorean } from '../bootstrap/messages.js';
import type { SignInProblem } from './sign-in-error.ts';

/** The messages of a sign-in from a terminal in one language. */
export interface SignInMessages {
  readonly open: (link: string, checkCode: string) => string;
  readonly remote: string;
  readonly signedIn: (name: string) => string;
  readonly stored: (place: string) => string;
  readonly problems: Readonly<Record<SignInProblem, (detail: string) => string>>;
}

const KO: SignInMessages = {
  open: (link, checkCode) =>
    `브라우저에서 이 주소를 열고 로그인해 주세요:\n\n  ${link}\n\n화면에 이 글자가 똑같이 보이는지 확인해 주세요: ${checkCode}`,
  remote:
    '브라우저가 다른 컴퓨터에 있으면 마지막에 127.0.0.1 주소를 열 수 없다고 나와요. 그 주소를 복사해서 여기에 붙여 넣어 주세요.',
  signedIn: (name) => `${name}님으로 로그인했어요.`,
  stored: (place) => `30일 동안 다시 로그인하지 않아도 돼요. 로그인 정보는 여기에 있어요: ${place}`,
  problems: {
    'bad-site': (site) => `${site}: 마루 주소가 아니에요. --site https://우리집.web.app 처럼 적어 주세요.`,
    unreachable: (site) => `${site}: 연결할 수 없어요. 인터넷과 프로젝트 ID를 확인해 주세요.`,
    'not-maru': (site) => `${site}: 여기에는 마루가 없어요. 프로젝트 ID를 확인하거나 --site로 주소를 적어 주세요.`,
    'other-project': (project) => `이 주소는 다른 프로젝트(${project})의 마루예요. --project를 확인해 주세요.`,
    'timed-out': () => '10분 동안 로그인하지 않아서 멈췄어요. 다시 해 주세요.',
    cancelled: () => '로그인을 그만두었어요.',
    refused: () => '로그인하지 못했어요. 다시 해 주세요.',
  },
};

const EN: SignInMessages = {
  open: (link, checkCode) =>
    `Open this address in a browser and sign in:\n\n  ${link}\n\nCheck that the page shows the same code: ${checkCode}`,
  remote:
    'If the browser is on another computer, it cannot open the last address, of 127.0.0.1. Copy that address and paste it here.',
  signedIn: (name) => `Signed in as ${name}.`,
  stored: (place) => `You stay signed in for 30 days. The sign-in is stored in ${place}`,
  problems: {
    'bad-site': (site) => `${site}: not the address of a Maru. Use, for example, --site https://our-home.web.app.`,
    unreachable: (site) => `${site}: cannot be reached. Check the network and the project ID.`,
    'not-maru': (site) => `${site}: there is no Maru here. Check the project ID, or give the address by --site.`,
    'other-project': (project) => `This is the Maru of another project (${project}). Check --project.`,
    'timed-out': () => 'Nobody signed in for ten minutes. Try again.',
    cancelled: () => 'The sign-in was cancelled.',
    refused: () => 'The sign-in failed. Try again.',
  },
};

/** The messages in the language of LANG. */
export const signInMessages = (env: NodeJS.ProcessEnv = process.env): SignInMessages => (isKorean(env) ? KO : EN);
