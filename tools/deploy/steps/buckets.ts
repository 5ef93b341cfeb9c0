import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../bootstrap/cache.js';
import { localize } from '../../bootstrap/messages.js';
import { deployError } from '../errors.ts';
import type { GoogleClient } from '../google/client.ts';
import { GoogleError, isConflict } from '../google/google-error.ts';
import { allBucketsOf, LABEL } from '../names.ts';
import type { Change, Context, Step } from '../step.ts';
import { readProject } from './project.ts';
import { hostsOf } from './hosting-site.ts';

interface Bucket {
  readonly name: string;
  readonly projectNumber?: string;
  readonly location?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A bucket and its settings, in the format of the Storage API. */
interface BucketSpec {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Accidents and attacks can be undone for this long: a deleted original is the family's only copy. */
const SOFT_DELETE_S = 30 * 24 * 3600;

/** Originals are read once, for processing, and rarely again. */
const ARCHIVE_RULE = {
  action: { type: 'SetStorageClass', storageClass: 'ARCHIVE' },
  condition: { age: 30, matchesPrefix: ['originals/'] },
};

/** Nobody gets in by IAM for everyone. Download tokens work all the same: Firebase checks them and reads as itself. */
const PRIVATE = { uniformBucketLevelAccess: { enabled: true }, publicAccessPrevention: 'enforced' };

/** cors.json for the app's hosts. */
function corsOf({ facts }: Context): unknown[] {
  const rules = JSON.parse(readFileSync(join(ROOT, 'cors.json'), 'utf8')) as object[];
  return rules.map((rule) => ({ ...rule, origin: hostsOf(facts).map((host) => `https://${host}`) }));
}

/** Originals and renditions; docs/decisions/0035 has the choice of storage classes. */
function mediaBuckets(context: Context): BucketSpec[] {
  const { originals, renditions } = allBucketsOf(context.google.project);
  const shared = { storageClass: 'STANDARD', iamConfiguration: PRIVATE, cors: corsOf(context) };
  return [
    {
      name: originals,
      settings: {
        ...shared,
        lifecycle: { rule: [ARCHIVE_RULE] },
        softDeletePolicy: { retentionDurationSeconds: String(SOFT_DELETE_S) },
        labels: { [LABEL]: 'originals' },
      },
    },
    {
      name: renditions,
      // Can be processed again from the originals, and are replaced often.
      settings: { ...shared, softDeletePolicy: { retentionDurationSeconds: '0' }, labels: { [LABEL]: 'renditions' } },
    },
  ];
}

/** Kept releases, their record and the lock. */
const deploysBucketOf = ({ google }: Context): BucketSpec => ({
  name: allBucketsOf(google.project).deploys,
  settings: {
    storageClass: 'STANDARD',
    iamConfiguration: PRIVATE,
    softDeletePolicy: { retentionDurationSeconds: '0' },
    labels: { [LABEL]: 'deploys' },
  },
});

/** Whether `actual` has every value of `wanted`; Google adds fields of its own. */
export function contains(actual: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return actual === wanted;
  if (typeof actual !== 'object' || actual === null) return false;
  if (Array.isArray(wanted) && (!Array.isArray(actual) || actual.length !== wanted.length)) return false;
  return Object.entries(wanted).every(([key, value]) => contains((actual as Record<string, unknown>)[key], value));
}

/** The settings in which a bucket differs. */
const differences = (bucket: Bucket, { settings }: BucketSpec): string[] =>
  Object.keys(settings).filter((key) => !contains((bucket as unknown as Record<string, unknown>)[key], settings[key]));

async function findBucket(google: GoogleClient, name: string): Promise<Bucket | undefined> {
  try {
    return await google.optional<Bucket>('storage', `storage/v1/b/${name}`);
  } catch (error) {
    // Bucket names are unique in the world; Google does not show a bucket of somebody else.
    if (error instanceof GoogleError && error.status === 403 && error.reason !== 'SERVICE_DISABLED')
      throw nameTaken(name, error);
    throw error;
  }
}

const nameTaken = (name: string, error: GoogleError): Error =>
  deployError(
    `이 저장소 이름을 쓸 수 없어요: ${name}. 다른 사람이 쓰는 이름이거나, 로그인한 계정에 권한이 없어요. (${error.message})`,
    `The bucket name ${name} cannot be used: it belongs to somebody else, or this account has no permission. (${error.message})`,
  );

function requireOurs(bucket: Bucket, number: string): void {
  if (bucket.projectNumber !== number)
    throw deployError(
      `이 저장소는 다른 프로젝트의 것이에요: ${bucket.name}. 다른 ID로 프로젝트를 만들어 주세요.`,
      `The bucket ${bucket.name} belongs to another project. Please create a project with another ID.`,
    );
}

function requireRegion(bucket: Bucket, { facts }: Context): void {
  if (bucket.location?.toLowerCase() !== facts.region)
    throw deployError(
      `저장소와 데이터베이스가 같은 지역에 있어야 해요. 저장소 ${bucket.name}: ${bucket.location ?? ''}, 데이터베이스: ${facts.region}. 새 프로젝트를 만들어 주세요.`,
      `The bucket ${bucket.name} is in ${bucket.location ?? ''}, but the database is in ${facts.region}. Both must be in the same region. Please create a new project.`,
    );
}

async function planBucket(context: Context, spec: BucketSpec, isMedia: boolean): Promise<Change | undefined> {
  const bucket = await findBucket(context.google, spec.name);
  if (bucket === undefined)
    return { change: localize(`저장소를 만들어요: ${spec.name}`, `create the bucket ${spec.name}`) };
  requireOurs(bucket, context.facts.number);
  if (isMedia) requireRegion(bucket, context);
  const differing = differences(bucket, spec);
  if (differing.length === 0) return undefined;
  const change = localize(
    `저장소 설정을 바꿔요: ${spec.name} (${differing.join(', ')})`,
    `change settings of the bucket ${spec.name}: ${differing.join(', ')}`,
  );
  if (bucket.labels?.[LABEL] !== undefined) return { change };
  const overwrites = localize(
    `마루가 만들지 않은 저장소인데, 설정이 바뀌고 마루의 것이 돼요: ${spec.name}`,
    `the bucket ${spec.name} was not created by Maru; its settings change and it becomes Maru's`,
  );
  return { change, overwrites };
}

async function applyBucket({ google, facts }: Context, spec: BucketSpec): Promise<void> {
  const existing = await findBucket(google, spec.name);
  if (existing === undefined) {
    try {
      const body = { name: spec.name, location: facts.region, ...spec.settings };
      await google.post('storage', 'storage/v1/b', { query: { project: google.project }, body });
    } catch (error) {
      // Created by another deployment a moment ago, or by somebody else in another project.
      const created = isConflict(error) ? await findBucket(google, spec.name) : undefined;
      if (created === undefined) throw error;
      requireOurs(created, facts.number);
    }
    return;
  }
  const differing = differences(existing, spec);
  if (differing.length === 0) return;
  const body = Object.fromEntries(differing.map((key) => [key, spec.settings[key]]));
  await google.patch('storage', `storage/v1/b/${spec.name}`, { body });
}

/** Throws if the bucket of kept releases belongs to another project: bucket names are unique in the world, and anybody may take one. */
export async function requireOwnDeploysBucket(google: GoogleClient): Promise<void> {
  const bucket = await findBucket(google, allBucketsOf(google.project).deploys);
  if (bucket !== undefined) requireOurs(bucket, (await readProject(google)).projectNumber);
}

const merge = (changes: readonly (Change | undefined)[]): 'done' | Change => {
  const all = changes.filter((one) => one !== undefined);
  const overwrites = all.flatMap((one) => one.overwrites ?? []);
  if (all.length === 0) return 'done';
  return {
    change: all.map(({ change }) => change).join('; '),
    ...(overwrites.length > 0 && { overwrites: overwrites.join('; ') }),
  };
};

/** Creates the bucket of kept releases; first of all, because it holds the lock. */
export const deploysBucket: Step = {
  id: 'deploys-bucket',
  title: { ko: '올린 기록', en: 'Deployment record' },
  plan: async (context) => merge([await planBucket(context, deploysBucketOf(context), false)]),
  apply: (context) => applyBucket(context, deploysBucketOf(context)),
};

/** Creates the buckets of originals and renditions. */
export const buckets: Step = {
  id: 'buckets',
  title: { ko: '사진 저장소', en: 'Photo storage' },
  async plan(context) {
    const changes: (Change | undefined)[] = [];
    for (const spec of mediaBuckets(context)) changes.push(await planBucket(context, spec, true));
    return merge(changes);
  },
  async apply(context) {
    for (const spec of mediaBuckets(context)) await applyBucket(context, spec);
  },
};
