import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { GoogleClient } from '../google/client.ts';
import { isLocal, originOf } from '../google/origins.ts';
import { NotSignedIn, signIn } from '../google/sign-in.ts';
import { FIREBASE, firebaseCli, type FirebaseCli } from '../release/firebase-cli.ts';
import { logOf } from '../release/stage.ts';
import type { Messages } from './messages.ts';
import type { Terminal } from './terminal.ts';

/** The two ways to Google, signed in as the same person. */
export interface Session {
  readonly google: GoogleClient;
  readonly cli: FirebaseCli;
}

/** Opens a session with the account that is signed in; requests throw NotSignedIn without one. */
export function openSession(project: string, env: NodeJS.ProcessEnv = process.env): Session {
  const { token, cliArguments } = signIn(project);
  return {
    google: new GoogleClient({ project, env, token }),
    cli: firebaseCli({ project, env, account: cliArguments, log: logOf(project) }),
  };
}

/** Opens a session, after a sign-in in the browser if nobody is signed in and somebody is at the terminal. */
export async function openSignedInSession(project: string, messages: Messages, at: Terminal): Promise<Session> {
  if (!isLocal(originOf('cloudresourcemanager', process.env))) {
    try {
      await signIn(project).token();
    } catch (error) {
      if (!(error instanceof NotSignedIn && at.isInteractive)) throw error;
      at.print(messages.signInFirst);
      await once(spawn(process.execPath, [FIREBASE, 'login', '--reauth'], { stdio: 'inherit' }), 'exit');
    }
  }
  return openSession(project);
}
