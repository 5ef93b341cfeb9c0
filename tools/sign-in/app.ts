import { isLoopback, readConfig, type MaruConfig } from '@maru/model';
import { SignInError } from './sign-in-error.ts';

/** A running Maru: its configuration and its origin, without a trailing slash. */
export interface RunningApp {
  readonly config: MaruConfig;
  readonly url: string;
}

/** The origin of the app of a project: `site`, by default its address at Firebase Hosting. Throws SignInError unless it is https or on loopback. */
export function originOf(project: string, site = `https://${project}.web.app`): string {
  const url = URL.parse(site);
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (!url || !isSafe || url.username !== '' || url.pathname !== '/') throw new SignInError('bad-site', site);
  return url.origin;
}

/** Reads the configuration of a project's app; throws SignInError if it cannot be reached, is not Maru or belongs to another project. */
export async function appOf(project: string, site?: string): Promise<RunningApp> {
  const url = originOf(project, site);
  let response: Response;
  try {
    response = await fetch(`${url}/maru.json`, { redirect: 'error', signal: AbortSignal.timeout(30_000) });
  } catch {
    throw new SignInError('unreachable', url);
  }
  let config: MaruConfig;
  try {
    config = readConfig(await response.json());
  } catch {
    throw new SignInError('not-maru', url);
  }
  if (config.firebase.projectId !== project) throw new SignInError('other-project', config.firebase.projectId);
  // A site elsewhere that names emulators would have this computer talk to its own ports.
  if (config.emulators && !isLoopback(new URL(url).hostname)) throw new SignInError('not-maru', url);
  return { url, config };
}
