import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PART_TIMEOUT_S, PROCESS_TIMEOUT_S } from '@maru/model';
import { ROOT } from '../../../bootstrap/cache.js';
import type { Check } from '../check.ts';
import { assert, NotRun } from '../assert.ts';
import type { GoogleClient } from '../../google/client.ts';
import { listFunctions, type CloudFunction } from '../../google/functions.ts';
import { serviceAccountsOf } from '../../names.ts';
import type { Context } from '../context.ts';

const NOT_ON_EMULATORS = { ko: '에뮬레이터에는 프로젝트 설정이 없어요', en: 'the emulators have no project settings' };

function requireGoogle({ google }: Context): GoogleClient {
  if (google) return google;
  throw new NotRun({
    ko: '이 컴퓨터에서 firebase login을 하면 확인할 수 있어요',
    en: 'needs firebase login on this computer',
  });
}

/** The functions of the project by their short names. */
async function functionsOf(context: Context): Promise<ReadonlyMap<string, CloudFunction>> {
  const all = await listFunctions(requireGoogle(context), context.app.config.region);
  return new Map(all.map((one) => [one.shortName, one]));
}

/** The fields of firestore.indexes.json by which Firestore deletes documents. */
function ttlFields(): { collectionGroup: string; fieldPath: string }[] {
  const { fieldOverrides } = JSON.parse(readFileSync(join(ROOT, 'firestore.indexes.json'), 'utf8')) as {
    fieldOverrides: { collectionGroup: string; fieldPath: string; ttl?: true }[];
  };
  return fieldOverrides.filter(({ ttl }) => ttl);
}

/** The queues that process media. */
const QUEUES = ['processItem', 'processBulk', 'processVideo', 'processChunk', 'processGuestVideo'];

export const PROJECT_CHECKS: readonly Check[] = [
  {
    number: 9,
    title: { ko: '처리 작업에 30분을 줘요', en: 'tasks have their deadlines' },
    notOnEmulators: NOT_ON_EMULATORS,
    run: async (context) => {
      const functions = await functionsOf(context);
      for (const name of QUEUES) {
        const seconds = functions.get(name)?.serviceConfig?.timeoutSeconds;
        const deadline = name === 'processChunk' ? PART_TIMEOUT_S : PROCESS_TIMEOUT_S;
        assert(seconds === deadline, `${name} has ${String(seconds ?? 'no')} s`);
      }
      return undefined;
    },
  },
  {
    number: 11,
    title: {
      ko: '함수가 정해진 크기로 돌아가요',
      en: 'functions have their memory, concurrency and number of instances',
    },
    notOnEmulators: NOT_ON_EMULATORS,
    run: async (context) => {
      const functions = await functionsOf(context);
      const accounts = serviceAccountsOf(context.app.config.firebase.projectId);
      for (const [name, { serviceConfig = {} }] of functions) {
        const {
          availableMemory = '',
          maxInstanceCount = 0,
          maxInstanceRequestConcurrency,
          serviceAccountEmail,
        } = serviceConfig;
        if (!['api', ...QUEUES].includes(name)) continue;
        assert(
          maxInstanceCount > 0 && maxInstanceCount <= 20,
          `${name} may have ${String(maxInstanceCount)} instances`,
        );
        const account = QUEUES.includes(name) ? accounts.media : accounts.functions;
        assert(serviceAccountEmail === account, `${name} runs as ${serviceAccountEmail ?? 'another account'}`);
        if (QUEUES.includes(name))
          assert(maxInstanceRequestConcurrency === 1, `${name} processes several items at once`);
        else assert(/^512Mi?/.test(availableMemory), `${name} has ${availableMemory}`);
      }
      assert(functions.has('api'), 'there is no function api');
      return undefined;
    },
  },
  {
    number: 19,
    title: { ko: '정기 작업이 등록돼 있어요', en: 'Cloud Scheduler calls the scheduled function' },
    notOnEmulators: { ko: '에뮬레이터에는 스케줄러가 없어요', en: 'the emulators have no scheduler' },
    run: async (context) => {
      const { projectId } = context.app.config.firebase;
      const parent = `v1/projects/${projectId}/locations/${context.app.config.region}/jobs`;
      const jobs = await requireGoogle(context).list<{ name: string; state?: string }>(
        'cloudscheduler',
        parent,
        'jobs',
      );
      assert(
        jobs.some((job) => job.name.includes('-maintain-') && !['PAUSED', 'DISABLED'].includes(job.state ?? '')),
        'maintain is not scheduled',
      );
      return undefined;
    },
  },
  {
    number: 32,
    title: { ko: '오래된 기록이 저절로 지워져요', en: 'TTL policies are set' },
    notOnEmulators: NOT_ON_EMULATORS,
    run: async (context) => {
      const { projectId } = context.app.config.firebase;
      const path = `v1/projects/${projectId}/databases/(default)/collectionGroups/-/fields`;
      const fields = await requireGoogle(context).list<{ name: string; ttlConfig?: { state?: string } }>(
        'firestore',
        path,
        'fields',
        {
          filter: 'ttlConfig:*',
        },
      );
      for (const { collectionGroup, fieldPath } of ttlFields()) {
        const name = `/collectionGroups/${collectionGroup}/fields/${fieldPath}`;
        const field = fields.find((one) => one.name.endsWith(name));
        assert(field?.ttlConfig !== undefined, `${collectionGroup}.${fieldPath} has none`);
      }
      return undefined;
    },
  },
];
