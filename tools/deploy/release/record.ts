import type { GoogleClient } from '../google/client.ts';
import { readJson, writeJson } from '../google/objects.ts';
import { allBucketsOf } from '../names.ts';

/** One deployment. */
export interface Release {
  readonly number: number;
  readonly version: string;
  /** When it started, ISO 8601. */
  readonly time: string;
  /** `started` until the health check passes; `withdrawn` after a rollback to an older one. */
  readonly state: 'started' | 'released' | 'withdrawn';
  readonly region: string;
  /** Whether its clients send App Check tokens. */
  readonly appCheck: boolean;
  /** Resource name of the Hosting version, `sites/S/versions/V`. */
  readonly hostingVersion?: string;
}

/** What Maru knows about its deployments of a project: `releases.json` in the bucket PROJECT-deploys. */
export interface DeployRecord {
  readonly releases: readonly Release[];
  /** The number of the release that the family uses. */
  readonly current?: number;
  /** The unique id of the database that Maru created and `destroy` may delete; empty while it is being created. */
  readonly database?: string;
  /** Whether App Check is on. */
  readonly appCheck?: boolean;
  /** The processors that --video-cores asked for. */
  readonly videoCores?: number;
}

const NAME = 'releases.json';

/** Reads the record; empty before the first deployment. */
export async function readRecord(google: GoogleClient): Promise<DeployRecord> {
  return (await readJson<DeployRecord>(google, allBucketsOf(google.project).deploys, NAME)) ?? { releases: [] };
}

/** Changes the record. The caller holds the lock. */
export async function changeRecord(
  google: GoogleClient,
  change: (record: DeployRecord) => DeployRecord,
): Promise<DeployRecord> {
  const record = change(await readRecord(google));
  await writeJson(google, allBucketsOf(google.project).deploys, NAME, record);
  return record;
}

/** The newest release that was not withdrawn: what is deployed now, at least in part. */
export const newestRelease = ({ releases }: DeployRecord): Release | undefined =>
  releases.filter(({ state }) => state !== 'withdrawn').at(-1);

/** The release to which a rollback returns: the last that the family used before the newest one, or undefined. */
export function previousRelease(record: DeployRecord): Release | undefined {
  const newest = newestRelease(record)?.number ?? 0;
  return record.releases.filter(({ number, state }) => state === 'released' && number < newest).at(-1);
}
