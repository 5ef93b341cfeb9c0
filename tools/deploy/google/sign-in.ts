import { createRequire } from 'node:module';
import { ROOT } from '../../bootstrap/cache.js';
import { GoogleError } from './google-error.ts';

/** The parts of firebase-tools 15.34 that sign in; it exports none of them publicly. */
interface FirebaseToolsAuth {
  getProjectDefaultAccount(projectFolder: string): Account | undefined;
  setActiveAccount(options: object, account: Account): void;
}
interface Account {
  readonly user: { readonly email: string };
}
const require = createRequire(import.meta.url);

/** Loads a module of firebase-tools, which would complain on stderr that its logger is not set up. */
function load(name: string): unknown {
  const { logger } = require('firebase-tools/lib/logger.js') as { logger: { silent: boolean } };
  logger.silent = true;
  return require(`firebase-tools/lib/${name}.js`);
}

/** The person or service account that deploys. */
export interface SignIn {
  /** A valid access token; throws if nobody is signed in. */
  readonly token: () => Promise<string>;
  /** Arguments that give firebase-tools the same account. */
  readonly cliArguments: readonly string[];
}

/** Nobody is signed in, or the sign-in has expired. */
export class NotSignedIn extends Error {}

/** An access token is valid for an hour; firebase-tools keeps that of Application Default Credentials for ever. */
const REFRESH_MS = 20 * 60_000;

/**
 * Uses the sign-in of firebase-tools: `firebase login`, FIREBASE_TOKEN, or Application Default Credentials (Cloud Shell, workload identity in CI).
 * Reads nothing before the first token is needed.
 */
export function signIn(project: string, folder = ROOT): SignIn {
  const hasToken = process.env['FIREBASE_TOKEN'] !== undefined;
  const account = hasToken ? undefined : (load('auth') as FirebaseToolsAuth).getProjectDefaultAccount(folder);
  let checkedAt = -Infinity;
  return {
    cliArguments: account === undefined ? [] : ['--account', account.user.email],
    token: async () => {
      const { getAccessToken } = load('apiv2') as { getAccessToken: () => Promise<string> };
      const { requireAuth } = load('requireAuth') as { requireAuth: (options: object) => Promise<unknown> };
      try {
        if (Date.now() - checkedAt > REFRESH_MS) {
          const options = { project, nonInteractive: true };
          if (account !== undefined) (load('auth') as FirebaseToolsAuth).setActiveAccount(options, account);
          await requireAuth(options);
          checkedAt = Date.now();
        }
        return await getAccessToken();
      } catch (error) {
        await requireNetwork();
        throw new NotSignedIn(error instanceof Error ? error.message : String(error));
      }
    },
  };
}

/** Throws a GoogleError without a network, in which firebase-tools takes every sign-in for an expired one. */
async function requireNetwork(): Promise<void> {
  const url = process.env['FIREBASE_TOKEN_URL'] ?? 'https://www.googleapis.com';
  try {
    await fetch(url, { signal: AbortSignal.timeout(10_000) });
  } catch (error) {
    throw new GoogleError(`GET ${url}`, { status: 0, reason: 'ENOTFOUND', message: String(error) });
  }
}
