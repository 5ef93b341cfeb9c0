import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../bootstrap/cache.js';
import { localize } from '../../bootstrap/messages.js';
import { deployError } from '../errors.ts';
import type { GoogleClient } from '../google/client.ts';
import { codebaseOf, listFunctions } from '../google/functions.ts';
import { CODEBASE } from '../names.ts';
import type { Change, Context, Step } from '../step.ts';
import type { Text } from '../text.ts';
import { DeployFailed, type FirebaseCli } from './firebase-cli.ts';

/** What a part of a release is deployed with. */
export interface PartTarget {
  readonly google: GoogleClient;
  readonly cli: FirebaseCli;
  /** The staged folder. */
  readonly folder: string;
}

const INDEX_PAUSE_MS = 5000;
const INDEX_ATTEMPTS = 240;

/** Deploys indexes and TTL fields, and waits until the indexes answer queries: functions need them. Those of other apps stay. */
async function deployIndexes({ google, cli, folder }: PartTarget): Promise<void> {
  await cli.run(['deploy', '--only', 'firestore:indexes'], folder);
  const path = `v1/projects/${google.project}/databases/(default)/collectionGroups/-/indexes`;
  for (let attempt = 1; attempt <= INDEX_ATTEMPTS; attempt += 1) {
    const indexes = await google.list<{ state?: string }>('firestore', path, 'indexes');
    if (!indexes.some(({ state }) => state === 'CREATING')) return;
    await google.wait(INDEX_PAUSE_MS);
  }
  throw deployError(
    '데이터베이스 색인을 아직 만드는 중이에요. 사진이 많으면 오래 걸려요. 조금 뒤에 같은 명령을 다시 실행해 주세요.',
    'The indexes of the database are still being built, which takes long with many photos. Run the same command again later.',
  );
}

/** On a new project it takes some minutes until roles work everywhere, ours and those of Google's agents. */
const NEW_PROJECT = /service agent|we need a little bit longer|propagat|build service account/i;
const NEW_PROJECT_ATTEMPTS = 5;
const NEW_PROJECT_PAUSE_MS = 60_000;

/**
 * Deploys the functions. `--force` agrees to retries of events and deletes functions of our own codebase that no longer exist; other codebases
 * are not touched. Without the name of the codebase firebase-tools skips unchanged functions, and with them the queues, schedules and permissions
 * that an interrupted deployment had not created yet.
 */
export async function deployFunctions({ google, cli, folder }: PartTarget): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await cli.run(['deploy', '--only', `functions:${CODEBASE}`, '--force'], folder);
      return;
    } catch (error) {
      const isNewProject = error instanceof DeployFailed && NEW_PROJECT.test(error.output);
      if (!isNewProject || attempt === NEW_PROJECT_ATTEMPTS) throw error;
      await google.wait(NEW_PROJECT_PAUSE_MS);
    }
  }
}

/** Deploys the rules of Firestore and of both buckets. */
export async function deployRules({ cli, folder }: PartTarget): Promise<void> {
  await cli.run(['deploy', '--only', 'firestore:rules,storage'], folder);
}

/** Deploys the web app. */
export async function deployHosting({ cli, folder }: PartTarget): Promise<void> {
  await cli.run(['deploy', '--only', 'hosting'], folder);
}

/** The names of our functions. */
function functionNames(): Set<string> {
  const source = readFileSync(join(ROOT, 'functions', 'src', 'index.ts'), 'utf8');
  return new Set([...source.matchAll(/^export \{ (\w+) \}/gm)].flatMap(([, name]) => name ?? []));
}

/** Functions of other apps that have the name of one of ours. */
async function findForeignFunctions({ google, facts }: Context): Promise<string[]> {
  const names = functionNames();
  return (await listFunctions(google, facts.region))
    .filter((one) => codebaseOf(one) !== CODEBASE && names.has(one.shortName))
    .map(({ shortName }) => shortName);
}

/** Rules as they are compared: without comments and space. */
const normalized = (rules: string): string => rules.replace(/\/\/.*$/gm, '').replace(/\s+/g, '');

/** Rules that a new database has until somebody writes others. */
export const isLocked = (rules: string): boolean =>
  (normalized(rules).match(/allow[^;]*;/g) ?? []).every((statement) => statement.endsWith(':iffalse;'));

/** Whether the database has rules that somebody else wrote. */
async function hasForeignRules({ google }: Context): Promise<boolean> {
  const path = `v1/projects/${google.project}/releases/cloud.firestore`;
  const release = await google.optional<{ rulesetName?: string }>('firebaserules', path);
  if (release?.rulesetName === undefined) return false;
  const ruleset = await google.optional<{ source?: { files?: { content?: string }[] } }>(
    'firebaserules',
    `v1/${release.rulesetName}`,
  );
  const current = (ruleset?.source?.files ?? []).map(({ content }) => content ?? '').join('\n');
  if (isLocked(current)) return false;
  return normalized(current) !== normalized(await readFile(join(ROOT, 'firestore.rules'), 'utf8'));
}

/** The resource name of the version that Hosting serves, or undefined. */
export async function readHostingVersion(google: GoogleClient, site: string): Promise<string | undefined> {
  const path = `v1beta1/sites/${site}/releases`;
  const page = await google.optional<{ releases?: { version?: { name?: string } }[] }>('firebasehosting', path, {
    query: { pageSize: 1 },
  });
  return page?.releases?.[0]?.version?.name;
}

/** What a part needs to be a step. */
interface Part {
  readonly id: string;
  readonly title: Text;
  /** The sentence for the plan. */
  readonly change: Text;
  readonly deploy: (target: PartTarget) => Promise<void>;
  /** What would be overwritten in a project to which Maru was not deployed yet. */
  readonly findOverwrites?: (context: Context) => Promise<string | undefined>;
}

const stepOf = ({ id, title, change, deploy, findOverwrites }: Part): Step => ({
  id,
  title,
  async plan(context): Promise<Change> {
    const isFirst = context.facts.record.releases.length === 0;
    const overwrites = isFirst ? await findOverwrites?.(context) : undefined;
    return { change: localize(change.ko, change.en), ...(overwrites !== undefined && { overwrites }) };
  },
  apply: ({ google, cli, facts }) => deploy({ google, cli, folder: facts.stage }),
});

/** The parts in the order in which neither an old client nor an old function breaks: each needs those before it. */
export const parts: readonly Step[] = [
  stepOf({
    id: 'indexes',
    title: { ko: '색인', en: 'Indexes' },
    change: {
      ko: '데이터베이스의 색인과 오래된 기록의 자동 삭제를 맞춰요',
      en: 'deploy indexes of the database and TTL fields, which delete old records',
    },
    deploy: deployIndexes,
  }),
  stepOf({
    id: 'functions',
    title: { ko: '함수 (5분쯤 걸려요)', en: 'Functions (about five minutes)' },
    change: { ko: '함수를 올려요', en: 'deploy the functions' },
    deploy: deployFunctions,
    async findOverwrites(context) {
      const names = (await findForeignFunctions(context)).join(', ');
      if (names === '') return undefined;
      return localize(
        `다른 앱의 함수가 마루의 것으로 바뀌어요: ${names}`,
        `functions of another app are replaced: ${names}`,
      );
    },
  }),
  stepOf({
    id: 'rules',
    title: { ko: '보안 규칙', en: 'Security rules' },
    change: {
      ko: '데이터베이스와 저장소의 보안 규칙을 올려요',
      en: 'deploy the rules of the database and the buckets',
    },
    deploy: deployRules,
    async findOverwrites(context) {
      if (!(await hasForeignRules(context))) return undefined;
      return localize(
        '다른 앱이 쓰는 데이터베이스 규칙이 마루의 것으로 바뀌어요. 그 앱은 데이터를 읽고 쓰지 못하게 돼요',
        'the database rules of another app are replaced; that app can no longer read or write its data',
      );
    },
  }),
  stepOf({
    id: 'hosting',
    title: { ko: '화면', en: 'Web app' },
    change: { ko: '화면을 올려요', en: 'deploy the web app' },
    deploy: deployHosting,
    async findOverwrites({ google, facts }) {
      if ((await readHostingVersion(google, facts.site)) === undefined) return undefined;
      return localize(
        `지금 https://${facts.site}.web.app 에 있는 웹사이트가 마루로 바뀌어요`,
        `the website that is now at https://${facts.site}.web.app is replaced by Maru`,
      );
    },
  }),
];
