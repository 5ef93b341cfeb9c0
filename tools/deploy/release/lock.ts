import { hostname } from 'node:os';
import { deployError, links } from '../errors.ts';
import type { GoogleClient } from '../google/client.ts';
import { isStale } from '../google/google-error.ts';
import { deleteObject, findObject, readJson, writeJson } from '../google/objects.ts';
import { allBucketsOf } from '../names.ts';

/** Who deploys, from where and since when. */
export interface Holder {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
  /** When it last said that it still works, ISO 8601. */
  readonly renewed?: string;
}

/** The right to change a project. */
export interface Lock {
  release(): Promise<void>;
}

const NAME = 'lock.json';
/** Without a renewal for an hour, the computer of the holder must have been switched off. */
const STALE_MS = 3_600_000;
const RENEWAL_MS = 600_000;
const ATTEMPTS = 5;

/** This process. */
export const thisHolder = (now = new Date()): Holder => ({
  user: process.env['USER'] ?? process.env['USERNAME'] ?? process.env['GITHUB_ACTOR'] ?? '?',
  host: hostname(),
  pid: process.pid,
  since: now.toISOString(),
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether the holder has ended without releasing its lock: killed on this computer, or after an hour. */
function isAbandoned(holder: Holder, me: Holder): boolean {
  const isKilled = holder.host === me.host && holder.pid !== me.pid && !isRunning(holder.pid);
  return isKilled || Date.parse(me.since) - Date.parse(holder.renewed ?? holder.since) > STALE_MS;
}

/** Takes the lock of a project, in its bucket PROJECT-deploys; throws a UserError that names the holder if another deployment runs. */
export async function takeLock(google: GoogleClient, me: Holder = thisHolder()): Promise<Lock> {
  const { deploys: bucket } = allBucketsOf(google.project);
  let generation = '0';
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { generation: written } = await writeJson(google, bucket, NAME, me, generation);
      return renewedLock(google, bucket, me, written);
    } catch (error) {
      if (!isStale(error) || attempt === ATTEMPTS) throw error;
    }
    const object = await findObject(google, bucket, NAME);
    const holder = await readJson<Holder>(google, bucket, NAME);
    if (object === undefined || holder === undefined) {
      generation = '0';
    } else {
      if (!isAbandoned(holder, me)) throw inUse(holder, bucket);
      generation = object.generation;
    }
  }
}

/** Renews the lock until it is released; not once somebody took it over. */
function renewedLock(google: GoogleClient, bucket: string, me: Holder, generation: string): Lock {
  let current = generation;
  const renew = async (): Promise<void> => {
    const renewed = { ...me, renewed: new Date().toISOString() };
    ({ generation: current } = await writeJson(google, bucket, NAME, renewed, current));
  };
  // Without a network the next renewal may succeed.
  const timer = setInterval(() => void renew().catch(() => undefined), RENEWAL_MS).unref();
  return {
    release: () => {
      clearInterval(timer);
      return releaseLock(google, bucket, current);
    },
  };
}

/** Deletes our lock; not one that somebody took over. */
async function releaseLock(google: GoogleClient, bucket: string, generation: string): Promise<void> {
  try {
    await deleteObject(google, bucket, NAME, generation);
  } catch (error) {
    if (!isStale(error)) throw error;
  }
}

function inUse({ user, host, since, renewed = since }: Holder, bucket: string): Error {
  const until = new Date(Date.parse(renewed) + STALE_MS).toLocaleTimeString();
  return deployError(
    `${user} 님이 ${host}에서 ${new Date(since).toLocaleString()}부터 마루를 올리고 있어요. 끝난 뒤에 다시 실행해 주세요. 그 컴퓨터가 꺼졌다면 ${until}부터 다시 할 수 있고, 급하면 여기서 이 파일을 지워 주세요: ${NAME}`,
    `${user} has been deploying from ${host} since ${new Date(since).toLocaleString()}. Wait until it ends. If that computer was switched off, try again after ${until}, or delete ${NAME} here.`,
    links.bucket(bucket),
  );
}
