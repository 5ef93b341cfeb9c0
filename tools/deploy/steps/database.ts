import { localize } from '../../bootstrap/messages.js';
import { deployError } from '../errors.ts';
import type { GoogleClient } from '../google/client.ts';
import { GoogleError, isConflict } from '../google/google-error.ts';
import { waitForOperation, type Operation } from '../google/operations.ts';
import { findRegion, regionOf, REGIONS } from '../regions.ts';
import { changeRecord } from '../release/record.ts';
import type { Step } from '../step.ts';

interface Database {
  readonly uid: string;
  readonly locationId: string;
  readonly type?: string;
}

/** The database, or undefined. */
export const findDatabase = (google: GoogleClient): Promise<Database | undefined> =>
  google.optional('firestore', pathOf(google));

const pathOf = (google: GoogleClient): string => `v1/projects/${google.project}/databases/(default)`;

/** Creates the Firestore database, and finds the region: it is chosen once, with the database. */
export const database: Step = {
  id: 'database',
  title: { ko: '데이터베이스(Firestore)', en: 'Database (Firestore)' },
  async plan({ args, google, facts }) {
    const existing = await findDatabase(google);
    if (existing === undefined) {
      facts.region = args.region ?? facts.region;
      const name = nameOf(facts.region);
      return {
        change: localize(
          `데이터베이스를 만들어요: ${name}. 지역은 나중에 바꿀 수 없어요`,
          `create the database in ${name}. The region cannot be changed later`,
        ),
      };
    }
    if ((existing.type ?? 'FIRESTORE_NATIVE') !== 'FIRESTORE_NATIVE')
      throw deployError(
        '이 프로젝트의 데이터베이스는 Datastore 방식이라 마루가 쓸 수 없어요. 새 프로젝트를 만들어 주세요.',
        'The database of this project is in Datastore mode, which Maru cannot use. Please create a new project.',
      );
    facts.region = regionOf(existing.locationId);
    if (args.region !== undefined && args.region !== facts.region)
      throw deployError(
        `이 프로젝트의 지역은 이미 정해졌고 바꿀 수 없어요: ${nameOf(facts.region)}. --region을 빼고 다시 실행해 주세요.`,
        `The region of this project is already ${nameOf(facts.region)} and cannot be changed. Run the command again without --region.`,
      );
    // A run was killed while it created the database.
    return facts.record.database === ''
      ? { change: localize('데이터베이스를 마저 만들어요', 'finish the database') }
      : 'done';
  },
  async apply({ google, facts }) {
    if ((await findDatabase(google)) === undefined) await create(google, facts.region);
    const database = (await findDatabase(google))?.uid ?? '';
    await changeRecord(google, (record) => ({ ...record, database }));
  },
};

/** Creates the database. Only one that this started is recorded as Maru's, which `destroy` may delete. */
async function create(google: GoogleClient, region: string): Promise<void> {
  await changeRecord(google, (record) => ({ ...record, database: '' }));
  try {
    const operation = await google.post<Operation>('firestore', `v1/projects/${google.project}/databases`, {
      query: { databaseId: '(default)' },
      body: {
        locationId: region,
        type: 'FIRESTORE_NATIVE',
        deleteProtectionState: 'DELETE_PROTECTION_ENABLED',
      },
    });
    await waitForOperation(google, 'firestore', 'v1', operation);
  } catch (error) {
    // A request that was sent again after its response was lost.
    if (isConflict(error)) return;
    await changeRecord(google, ({ database: _, ...record }) => record);
    throw isRegionProblem(error) ? regionError(region) : error;
  }
}

const isRegionProblem = (error: unknown): boolean =>
  error instanceof GoogleError && /location|region|resourceLocations/i.test(error.message);

function regionError(region: string): Error {
  const others = REGIONS.filter(({ id }) => id !== region)
    .map(({ id }) => nameOf(id))
    .join(', ');
  return deployError(
    `지금은 이 지역에 만들 수 없어요: ${nameOf(region)}. --region으로 다른 지역을 골라 다시 실행해 주세요: ${others}`,
    `Google cannot create it in ${nameOf(region)} now. Run the command again with another region after --region: ${others}`,
  );
}

/** A region's name and id. */
export function nameOf(id: string): string {
  const region = findRegion(id);
  return region === undefined ? id : `${localize(region.name.ko, region.name.en)} (${id})`;
}
