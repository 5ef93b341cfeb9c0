import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { originalName } from '@maru/model';
import sharp from 'sharp';
import { WorkerProcess, type WorkerResult } from '../../functions/testing/fuzz/worker-process.ts';
import { HOST } from '../../tools/emulators/ports.ts';
import { uploadItem, createLibrary, waitUntilProcessed } from '../functions/uploading.ts';
import { setUp } from '../harness/global-setup.ts';
import { useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { mp4Of } from '../media/video.ts';
import { heicOf } from '../media/heic.ts';
import { syntheticPhoto, createTexture } from '../media/synthetic-photo.ts';
import type { ConcurrencyResult } from './concurrency.ts';
import { median } from './median.ts';

const run = promisify(execFile);
const ROUNDS = 3;
const PHOTO = { width: 4000, height: 3000 };
const SMALL = { width: 1600, height: 1200 };
const LARGE = { width: 8064, height: 6048 };
/** Videos of a capture card and a phone. */
const TAPE = { width: 720, height: 576, rate: 25, seconds: 10 };
const PHONE = { width: 1920, height: 1080, rate: 30, seconds: 10 };
const CALLS = 800;

/** The measured files, by their names in the table. */
async function works(): Promise<Record<string, Buffer>> {
  const photo = await syntheticPhoto(1, PHOTO, await createTexture(PHOTO));
  const large = await syntheticPhoto(2, LARGE, await createTexture(LARGE));
  return {
    'photo, 12 MP JPEG': photo,
    'photo, 48 MP JPEG': large,
    'photo, 48 MP HEIC': await heicOf(await sharp(large).png({ compressionLevel: 1 }).toBuffer(), LARGE),
    'tape, 10 s of 576 lines': await mp4Of(TAPE),
    'video, 10 s of 1080 lines': await mp4Of(PHONE),
  };
}

/** Processes a file on these processors, in a process that has processed one already; returns the medians of several rounds. */
async function processOn(processors: string, name: string, bytes: Buffer): Promise<{ s: number; mib: number }> {
  // A child process inherits its processor affinity.
  execFileSync('taskset', ['-acp', processors, String(process.pid)]);
  const worker = await WorkerProcess.start();
  try {
    const results: WorkerResult[] = [];
    for (let at = 0; at <= ROUNDS; at += 1)
      results.push(await worker.run({ family: 'whole', name, bytes: () => bytes, ends: ['ready'] }));
    const processed = results.flatMap((result) => ('died' in result ? [] : [result]));
    if (processed.some(({ state }) => state !== 'ready') || processed.length < results.length)
      throw new Error(`${name} failed`);
    return {
      s: Math.round(median(processed.slice(1).map(({ seconds }) => seconds)) * 100) / 100,
      mib: Math.max(...processed.map(({ peak, ffmpegPeak }) => peak + ffmpegPeak)),
    };
  } finally {
    await worker.end();
  }
}

/** The processing functions: time with one and two processors, and memory. */
async function measureProcessing(): Promise<Record<string, number>> {
  const metrics: Record<string, number> = {};
  const rows: object[] = [];
  try {
    for (const [name, bytes] of Object.entries(await works())) {
      const [one, two] = [await processOn('0', name, bytes), await processOn('0,1', name, bytes)];
      rows.push({ of: name, 's (1 CPU)': one.s, 's (2 CPUs)': two.s, 'peak MiB': Math.max(one.mib, two.mib) });
      const key = name.replaceAll(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase());
      Object.assign(metrics, {
        [`${key}OneS`]: one.s,
        [`${key}TwoS`]: two.s,
        [`${key}Mib`]: Math.max(one.mib, two.mib),
      });
    }
  } finally {
    execFileSync('taskset', ['-acp', '0,1', String(process.pid)]);
  }
  console.table(rows);
  return metrics;
}

/** The environment that the emulators give to a function. */
function environment(): NodeJS.ProcessEnv {
  const { projectId, ports, buckets } = useEmulators();
  return {
    ...process.env,
    GCLOUD_PROJECT: projectId,
    FIREBASE_CONFIG: JSON.stringify({ projectId }),
    FUNCTIONS_EMULATOR: 'true',
    FIRESTORE_EMULATOR_HOST: `${HOST}:${String(ports.firestore)}`,
    FIREBASE_AUTH_EMULATOR_HOST: `${HOST}:${String(ports.auth)}`,
    FIREBASE_STORAGE_EMULATOR_HOST: `${HOST}:${String(ports.storage)}`,
    MARU_ORIGINALS_BUCKET: buckets.originals,
    MARU_RENDITIONS_BUCKET: buckets.renditions,
  };
}

async function runConcurrently(name: string, concurrency: number, request: object): Promise<ConcurrencyResult> {
  const args = [
    join(import.meta.dirname, 'concurrency.ts'),
    name,
    String(concurrency),
    String(CALLS),
    JSON.stringify(request),
  ];
  const { stdout } = await run(process.execPath, args, { env: environment(), maxBuffer: 2 ** 26 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as ConcurrencyResult;
}

/**
 * The function that handles finalize events: memory with one and eighty concurrent events, and events per second on the emulators. The
 * event is a repeated one, which changes nothing. The API is not measured, since it needs an HTTP server.
 */
async function measureEvents(): Promise<Record<string, number>> {
  const tearDown = await setUp();
  try {
    const { owner, library } = await createLibrary();
    const item = await uploadItem(owner, library, await syntheticPhoto(2, SMALL, await createTexture(SMALL)));
    await waitUntilProcessed(library, item);
    const bucket = useEmulators().buckets.originals;
    const object = await inspect.object(bucket, originalName(library, item));
    if (!object) throw new Error('the original is missing');
    const { name, generation } = object;
    const requests: Record<string, object> = {
      onOriginalFinalized: { data: { bucket, name, generation } },
    };
    const metrics: Record<string, number> = {};
    const rows: object[] = [];
    for (const [name, request] of Object.entries(requests))
      for (const concurrency of [1, 80]) {
        const { mib, perSecond } = await runConcurrently(name, concurrency, request);
        rows.push({ function: name, concurrency, 'peak MiB': mib, 'per second': perSecond });
        Object.assign(metrics, {
          [`${name}${String(concurrency)}Mib`]: mib,
          [`${name}${String(concurrency)}PerSecond`]: perSecond,
        });
      }
    console.table(rows);
    await owner.close();
    return metrics;
  } finally {
    await tearDown();
  }
}

/** Measures what decides the machine sizes of functions (docs/decisions/0016): processing, then event handling. Linux only. */
export async function bench(): Promise<Record<string, number>> {
  return { ...(await measureProcessing()), ...(await measureEvents()) };
}
