import { createHash, randomBytes } from 'node:crypto';
import { base32, checkCodeOf, type ApiResponse, type Program } from '@maru/model';
import type { RunningApp } from './app.ts';
import { openBrowser } from './browser.ts';
import { signInByLoopback } from './loopback.ts';
import type { SignInMessages } from './messages.ts';
import { SignInError } from './sign-in-error.ts';

/** How long a person may take, in ms. */
const TIMEOUT_MS = 600_000;

/** A custom token of the person who pressed the button, and the end of its session. */
export type ProgramToken = ApiResponse<'redeemSignInCode'>;

/** Options of a sign-in by the app's page. */
export interface SignInOptions {
  readonly program: Program;
  readonly messages: SignInMessages;
  readonly print: (line: string) => void;
}

const randomSecret = (): string => base32(randomBytes(20));

/** Exchanges a code for a custom token; throws SignInError. */
export async function redeem({ url, config }: RunningApp, code: string, verifier: string): Promise<ProgramToken> {
  const response = await fetch(`${url}/api/redeemSignInCode`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data: { code, verifier, appId: config.firebase.appId } }),
    signal: AbortSignal.timeout(60_000),
  }).catch(() => undefined);
  const body = (await response?.json().catch(() => undefined)) as { result?: ProgramToken } | undefined;
  if (!body?.result) throw new SignInError('refused');
  return body.result;
}

/**
 * Signs in as the person who is signed in on the app's page and agrees there. The page hands a one-time code to this computer's loopback, which counts
 * only together with the verifier that this process keeps: see docs/decisions/0037-importer-sign-in.md. Throws SignInError.
 */
export async function signInByPage(app: RunningApp, options: SignInOptions): Promise<ProgramToken> {
  const { program, messages, print } = options;
  const canPaste = process.stdin.isTTY;
  const [verifier, state] = [randomSecret(), randomSecret()];
  const challenge = createHash('sha256').update(verifier).digest('hex');
  const page = `${app.url}/sign-in/program`;
  return signInByLoopback({
    state,
    page,
    timeoutMs: TIMEOUT_MS,
    input: canPaste ? process.stdin : undefined,
    onlisten: (port) => {
      const link = `${page}#${new URLSearchParams({ program, port: String(port), challenge, state }).toString()}`;
      print(messages.open(link, checkCodeOf(challenge)));
      if (!openBrowser(link) && canPaste) print(messages.remote);
    },
    redeem: (code) => redeem(app, code, verifier),
  });
}
