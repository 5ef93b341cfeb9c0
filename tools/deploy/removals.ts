import { paths } from '@maru/model';
import { localize } from '../bootstrap/messages.js';
import type { GoogleClient } from './google/client.ts';
import { codebaseOf, listFunctions } from './google/functions.ts';
import { GoogleError, ignoreMissing } from './google/google-error.ts';
import { projectPolicy, removeMember } from './google/iam.ts';
import { deleteObject, type StoredObject } from './google/objects.ts';
import { waitForOperation, type Operation } from './google/operations.ts';
import { allBucketsOf, CODEBASE, LABEL, serviceAccountsOf } from './names.ts';
import type { FirebaseCli } from './release/firebase-cli.ts';
import { readHostingVersion } from './release/parts.ts';
import { readRecord } from './release/record.ts';
import { stageConfig } from './release/stage.ts';
import { findKey } from './steps/app-check.ts';
import { findBudget } from './steps/budget.ts';
import { findDatabase } from './steps/database.ts';
import { findSite } from './steps/hosting-site.ts';
import { readProject } from './steps/project.ts';
import { findWebApp } from './steps/web-app.ts';

/** The first names in all paths of the model. */
const ROOT_COLLECTIONS = new Set(
  Object.values(paths).map((path) => (path as (...ids: string[]) => string)('a', 'b', 'c', 'd').split('/')[0] ?? ''),
);

/** Something that Maru created and `destroy` deletes. */
export interface Removal {
  /** What is deleted, in words. */
  readonly what: string;
  remove(): Promise<void>;
}

/** Whether a bucket is Maru's: by its label, and because it belongs to this project, since names are unique in the world. */
async function isOurBucket(google: GoogleClient, name: string): Promise<boolean> {
  const path = `storage/v1/b/${name}`;
  const found = await google.optional<{ labels?: Record<string, string>; projectNumber?: string }>('storage', path);
  if (found?.labels?.[LABEL] === undefined) return false;
  return found.projectNumber === (await readProject(google)).projectNumber;
}

/** Whether Maru was deployed to this project, and not all of it is deleted yet. */
export const isDeployedTo = (google: GoogleClient): Promise<boolean> =>
  isOurBucket(google, allBucketsOf(google.project).deploys);

/** Finds what Maru created in a project, in the order in which it is deleted: the record of it last. */
export async function findRemovals(google: GoogleClient, cli: FirebaseCli): Promise<Removal[]> {
  const found = [
    await findFunctions(google, cli),
    await findHosting(google),
    await findDatabaseRemoval(google),
    await findBucketRemoval(google, 'originals', localize('원본 사진과 동영상 전부', 'all original photos and videos')),
    await findBucketRemoval(google, 'renditions', localize('화면용 사본 전부', 'all renditions')),
    await findReCaptcha(google),
    await findWebAppRemoval(google),
    ...(await Promise.all(
      Object.values(serviceAccountsOf(google.project)).map((email) => findServiceAccountRemoval(google, email)),
    )),
    await findBudgetRemoval(google),
    await findBucketRemoval(google, 'deploys', localize('올린 기록', 'the deployment record')),
  ];
  return found.filter((one) => one !== undefined);
}

async function findFunctions(google: GoogleClient, cli: FirebaseCli): Promise<Removal | undefined> {
  const ours = (await listFunctions(google, '-')).filter((one) => codebaseOf(one) === CODEBASE);
  const [first] = ours;
  if (first === undefined) return undefined;
  const { region } = first;
  const names = ours.map(({ shortName }) => shortName);
  return {
    what: localize(`함수 ${names.length}개`, `${names.length} functions`),
    // With their queues, schedules and triggers, which only firebase-tools knows.
    remove: async () => {
      const folder = await stageConfig(google.project, 'destroy', {});
      await cli.run(['functions:delete', ...names, '--region', region, '--force'], folder);
    },
  };
}

async function findHosting(google: GoogleClient): Promise<Removal | undefined> {
  const site = await findSite(google);
  if (site === undefined || (await readHostingVersion(google, site)) === undefined) return undefined;
  return {
    what: localize(`https://${site}.web.app 의 화면`, `the pages at https://${site}.web.app`),
    remove: async () => {
      await google.post('firebasehosting', `v1beta1/sites/${site}/releases`, { body: { type: 'SITE_DISABLE' } });
    },
  };
}

async function findDatabaseRemoval(google: GoogleClient): Promise<Removal | undefined> {
  const path = `v1/projects/${google.project}/databases/(default)`;
  const existing = await findDatabase(google);
  const { database } = await readRecord(google);
  if (existing === undefined || existing.uid !== database) return undefined;
  const others = (await findForeignCollections(google)).join(', ');
  const ofOthers =
    others === '' ? '' : localize(`, 그리고 마루가 모르는 것: ${others}`, `, and what is not Maru's: ${others}`);
  return {
    what: localize('데이터베이스 전부: 보관함, 앨범, 가족', 'the whole database: libraries, albums, people') + ofOthers,
    remove: async () => {
      const unprotect = await google.patch<Operation>('firestore', path, {
        query: { updateMask: 'deleteProtectionState' },
        body: { deleteProtectionState: 'DELETE_PROTECTION_DISABLED' },
      });
      await waitForOperation(google, 'firestore', 'v1', unprotect);
      await waitForOperation(google, 'firestore', 'v1', await google.delete<Operation>('firestore', path));
    },
  };
}

/** Root collections that Maru does not use. */
async function findForeignCollections(google: GoogleClient): Promise<string[]> {
  const path = `v1/projects/${google.project}/databases/(default)/documents:listCollectionIds`;
  const { collectionIds = [] } = await google.post<{ collectionIds?: string[] }>('firestore', path, { body: {} });
  return collectionIds.filter((id) => !ROOT_COLLECTIONS.has(id));
}

async function findBucketRemoval(
  google: GoogleClient,
  kind: 'originals' | 'renditions' | 'deploys',
  content: string,
): Promise<Removal | undefined> {
  const name = allBucketsOf(google.project)[kind];
  if (!(await isOurBucket(google, name))) return undefined;
  return {
    what: localize(`저장소 ${name}: ${content}`, `the bucket ${name}: ${content}`),
    remove: async () => {
      await emptyBucket(google, name);
      await ignoreMissing(google.delete('storage', `storage/v1/b/${name}`));
    },
  };
}

/** Objects that are deleted at once. */
const PARALLEL = 20;

async function emptyBucket(google: GoogleClient, bucket: string): Promise<void> {
  const objects = await google.list<StoredObject>('storage', `storage/v1/b/${bucket}/o`, 'items');
  for (let start = 0; start < objects.length; start += PARALLEL)
    await Promise.all(objects.slice(start, start + PARALLEL).map((object) => removeObject(google, bucket, object)));
}

/** Originals are on hold, so that nothing overwrites them. */
async function removeObject(google: GoogleClient, bucket: string, object: StoredObject): Promise<void> {
  if (object.temporaryHold === true || object.eventBasedHold === true)
    await ignoreMissing(
      google.patch('storage', `storage/v1/b/${bucket}/o/${encodeURIComponent(object.name)}`, {
        body: { temporaryHold: false, eventBasedHold: false },
      }),
    );
  await deleteObject(google, bucket, object.name);
}

async function findReCaptcha(google: GoogleClient): Promise<Removal | undefined> {
  const key = await orUndefined(() => findKey(google));
  if (key === undefined) return undefined;
  return {
    what: localize('reCAPTCHA 키', 'the reCAPTCHA key'),
    remove: () => ignoreMissing(google.delete('recaptchaenterprise', `v1/${key.name}`)),
  };
}

async function findWebAppRemoval(google: GoogleClient): Promise<Removal | undefined> {
  const app = await findWebApp(google);
  if (app === undefined) return undefined;
  return {
    what: localize('웹 앱 등록', 'the registration of the web app'),
    remove: async () => {
      const path = `v1beta1/projects/${google.project}/webApps/${app.appId}:remove`;
      const operation = await google.post<Operation>('firebase', path, { body: { immediate: true } });
      await waitForOperation(google, 'firebase', 'v1beta1', operation);
    },
  };
}

async function findServiceAccountRemoval(google: GoogleClient, email: string): Promise<Removal | undefined> {
  const path = `v1/projects/${google.project}/serviceAccounts/${email}`;
  if ((await google.optional('iam', path)) === undefined) return undefined;
  return {
    what: localize(`서비스 계정과 그 권한: ${email}`, `the service account ${email} and its roles`),
    remove: async () => {
      await removeMember(google, projectPolicy(google), `serviceAccount:${email}`);
      await ignoreMissing(google.delete('iam', path));
    },
  };
}

async function findBudgetRemoval(google: GoogleClient): Promise<Removal | undefined> {
  const path = `v1/projects/${google.project}/billingInfo`;
  const info = await google.get<{ billingAccountName?: string }>('cloudbilling', path);
  const account = info.billingAccountName ?? '';
  const budget = account === '' ? undefined : await orUndefined(() => findBudget(google, account));
  if (budget === undefined) return undefined;
  return {
    what: localize('예산 알림', 'the budget alert'),
    remove: () => ignoreMissing(google.delete('billingbudgets', `v1/${budget.name}`)),
  };
}

/** Undefined where an API is off, or the account of somebody else. */
async function orUndefined<T>(read: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof GoogleError && [401, 403].includes(error.status)) return undefined;
    throw error;
  }
}
