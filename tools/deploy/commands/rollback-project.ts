import type { GoogleClient } from '../google/client.ts';
import { GoogleError } from '../google/google-error.ts';
import { fetchArtifact } from '../release/artifact.ts';
import { requireHealth, siteAddress } from '../release/health.ts';
import { deployFunctions, deployHosting, deployRules, readHostingVersion } from '../release/parts.ts';
import { changeRecord, newestRelease, previousRelease, readRecord, type Release } from '../release/record.ts';
import { setEnforcement } from '../steps/app-check.ts';
import { findSite } from '../steps/hosting-site.ts';
import type { ProjectArguments } from './arguments.ts';
import type { Messages } from './messages.ts';
import { EXIT } from './run-command.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';
import { withLock } from './with-lock.ts';

/** Returns to the previous release; returns the exit code. */
export async function rollbackProject(
  args: ProjectArguments,
  session: Session,
  messages: Messages,
  at: Terminal,
): Promise<number> {
  const { google } = session;
  const record = await readRecord(google);
  const target = previousRelease(record);
  if (target === undefined) {
    at.fail(messages.nothingToRollBack);
    return EXIT.failed;
  }
  at.print(messages.rollbackPlan(newestRelease(record)?.version ?? '', target.version));
  if (!args.yes && !at.isInteractive) {
    at.fail(messages.needsYes);
    return EXIT.failed;
  }
  if (!args.yes && !/^(y|yes|네|예|ㅇ|응)$/i.test(await at.ask(messages.agree))) {
    at.fail(messages.cancelled);
    return EXIT.failed;
  }
  await withLock(google, messages, at, () => restore(session, target));
  at.print(messages.rolledBack(target.version));
  return EXIT.done;
}

/**
 * Restores hosting, rules and functions: in the reverse order of a deployment, because newer functions answer older clients. Indexes stay: more
 * of them do no harm. May be killed and run again at any point: the record changes last.
 */
async function restore({ google, cli }: Session, target: Release): Promise<void> {
  const site = (await findSite(google)) ?? google.project;
  const folder = await fetchArtifact(google, target.number);
  const part = { google, cli, folder };
  const withAppCheck = target.appCheck === true;
  if (!withAppCheck && (await readRecord(google)).appCheck === true) await setEnforcement(google, 'UNENFORCED');
  if (!(await releaseHostingVersion(google, site, target))) await deployHosting(part);
  await deployRules(part);
  await deployFunctions(part);
  const expected = { project: google.project, version: target.version };
  await requireHealth(google, siteAddress(site, process.env), expected);
  const hostingVersion = await readHostingVersion(google, site);
  await changeRecord(google, (record) => ({
    ...record,
    current: target.number,
    appCheck: withAppCheck,
    releases: record.releases.map((one) => {
      if (one.number > target.number) return { ...one, state: 'withdrawn' as const };
      return one.number === target.number && hostingVersion !== undefined ? { ...one, hostingVersion } : one;
    }),
  }));
}

/** Serves the recorded version again; returns false if Hosting has deleted it. */
async function releaseHostingVersion(google: GoogleClient, site: string, target: Release): Promise<boolean> {
  if (target.hostingVersion === undefined) return false;
  if ((await readHostingVersion(google, site)) === target.hostingVersion) return true;
  try {
    await google.post('firebasehosting', `v1beta1/sites/${site}/releases`, {
      query: { versionName: target.hostingVersion },
      body: {},
    });
    return true;
  } catch (error) {
    if (error instanceof GoogleError && [400, 404].includes(error.status)) return false;
    throw error;
  }
}
