import { GoogleClient } from '../google/client.ts';
import { signIn } from '../google/sign-in.ts';
import { firebaseCli, type FirebaseCli } from '../release/firebase-cli.ts';
import { logOf } from '../release/stage.ts';

/** The two ways to Google, signed in as the same person. */
export interface Session {
  readonly google: GoogleClient;
  readonly cli: FirebaseCli;
}

/** Signs in for one project. */
export function openSession(project: string, env: NodeJS.ProcessEnv = process.env): Session {
  const { token, cliArguments } = signIn(project);
  return {
    google: new GoogleClient({ project, env, token }),
    cli: firebaseCli({ project, env, account: cliArguments, log: logOf(project) }),
  };
}
