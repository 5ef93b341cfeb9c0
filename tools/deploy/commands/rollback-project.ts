import { localize } from '../../bootstrap/messages.js';
import { GoogleError } from '../google/google-error.ts';
import type { GoogleClient } from '../google/client.ts';
import { fetchArtifact } from '../release/artifact.ts';
import { requireHealth, siteAddress } from '../release/health.ts';
import { deployFunctions, deployHosting, deployRules, readHostingVersion, type PartTarget } from '../release/parts.ts';
import { changeRecord, newestRelease, previousRelease, readRecord, type Release } from '../release/record.ts';
import { setEnforcement } from '../steps/app-check.ts';
import { requireOwnDeploysBucket } from '../steps/buckets.ts';
import { findSite } from '../steps/hosting-site.ts';
import type { ProjectArguments } from './arguments.ts';
import type { Messages } from './messages.ts';
import { agrees, reportProgress, type RunTasks } from './progress.ts';
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
  await requireOwnDeploysBucket(google);
  const record = await readRecord(google);
  const target = previousRelease(record);
  if (target === undefined) {
    at.fail(messages.nothingToRollBack);
    return EXIT.failed;
  }
  at.print(messages.rollbackPlan(newestRelease(record)?.version ?? '', target.version));
  if (!(await agrees(args.yes, messages, at))) return EXIT.failed;
  const isDone = await reportProgress({ project: args.project, messages, at }, (run) =>
    withLock(google, messages, at, () => restore(session, target, run)),
  );
  if (!isDone) return EXIT.failed;
  at.print(messages.rolledBack(target.version));
  return EXIT.done;
}

/**
 * Restores pages, rules and functions: in the reverse order of a deployment, because newer functions answer older clients. Indexes stay: more
 * of them do no harm. May be killed and run again at any point: the record changes last.
 */
async function restore({ google, cli }: Session, target: Release, run: RunTasks): Promise<void> {
  const site = (await findSite(google)) ?? google.project;
  const part = { google, cli, folder: await fetchArtifact(google, target) };
  await run([
    { title: localize('화면', 'Web app'), run: () => restorePages(part, site, target) },
    { title: localize('보안 규칙', 'Security rules'), run: () => deployRules(part) },
    { title: localize('함수 (5분쯤 걸려요)', 'Functions (about five minutes)'), run: () => deployFunctions(part) },
    { title: localize('잘 열리는지 확인', 'Health check'), run: () => confirm(google, site, target) },
  ]);
}

/** Pages that send no App Check tokens need a Firestore that requires none, before they are served. */
async function restorePages(part: PartTarget, site: string, target: Release): Promise<void> {
  const isEnforced = (await readRecord(part.google)).appCheck === true;
  if (isEnforced && !target.appCheck) await setEnforcement(part.google, 'UNENFORCED');
  if (!(await releaseHostingVersion(part.google, site, target))) await deployHosting(part);
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

/** Checks that the restored release answers, and records it. */
async function confirm(google: GoogleClient, site: string, target: Release): Promise<void> {
  await requireHealth(google, siteAddress(site, process.env), { project: google.project, version: target.version });
  if (target.appCheck) await setEnforcement(google, 'ENFORCED');
  const hostingVersion = await readHostingVersion(google, site);
  await changeRecord(google, (record) => ({
    ...record,
    current: target.number,
    appCheck: target.appCheck,
    releases: record.releases.map((one) => {
      if (one.number > target.number) return { ...one, state: 'withdrawn' as const };
      return one.number === target.number && hostingVersion !== undefined ? { ...one, hostingVersion } : one;
    }),
  }));
}
