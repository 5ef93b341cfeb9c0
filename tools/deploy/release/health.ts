import { deployError, links } from '../errors.ts';
import type { GoogleClient } from '../google/client.ts';

/** What the health check expects of a release. */
export interface Expected {
  readonly project: string;
  readonly version: string;
}

/** The address of a Hosting site, also on a fake: firebase-tools reads the same variable. */
export function siteAddress(site: string, env: NodeJS.ProcessEnv): string {
  return (env['FIREBASE_HOSTING_URL'] ?? 'https://web.app').replace('://', `://${site}.`);
}

/** Hosting takes up to a minute to serve a new release everywhere, and a cold function some seconds to answer. */
const ATTEMPTS = 12;
const PAUSE_MS = 10_000;

/** Returns what is wrong with the app at this address, or undefined. */
export async function findProblem(
  google: GoogleClient,
  address: string,
  expected: Expected,
): Promise<string | undefined> {
  try {
    const page = await google.fetchPage(`${address}/`);
    if (page.status !== 200 || !/<html/i.test(await page.text())) return `/: HTTP ${String(page.status)}`;
    const config = await google.fetchPage(`${address}/maru.json`);
    if (config.status !== 200) return `/maru.json: HTTP ${String(config.status)}`;
    const { firebase } = (await config.json()) as { firebase?: { projectId?: string } };
    if (firebase?.projectId !== expected.project) return `/maru.json: project ${firebase?.projectId ?? '?'}`;
    const health = await google.fetchPage(`${address}/api/health`);
    if (health.status !== 200)
      return `/api/health: HTTP ${String(health.status)} ${(await health.text()).slice(0, 200)}`;
    const { version } = (await health.json()) as { version?: string };
    return version === expected.version ? undefined : `/api/health: version ${version ?? '?'}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Waits until pages and functions of the new release answer; throws a UserError after two minutes, which recommends a rollback if there is something to return to. */
export async function requireHealth(
  google: GoogleClient,
  address: string,
  expected: Expected,
  canRollBack = false,
): Promise<void> {
  let problem: string | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    problem = await findProblem(google, address, expected);
    if (problem === undefined) return;
    if (attempt < ATTEMPTS) await google.wait(PAUSE_MS);
  }
  const command = `npm run rollback -- --project ${google.project}`;
  throw deployError(
    `마루가 대답하지 않아요 (${problem ?? ''}). ${canRollBack ? `전에 쓰던 것으로 되돌리려면: ${command}\n` : ''}무엇이 잘못됐는지는 여기서 볼 수 있어요.`,
    `Maru does not answer (${problem ?? ''}). ${canRollBack ? `To return to the previous one: ${command}\n` : ''}The logs are here.`,
    links.logs(google.project),
  );
}
