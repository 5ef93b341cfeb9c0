import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Emulators } from '../../tools/emulators/emulators.ts';
import { processesOf } from '../../tools/emulators/processes.ts';
import { startEmulators } from '../../tools/emulators/start.ts';
import { waitFor } from '../harness.ts';

const MIB = 1 << 20;
/** `npm run test:slow` stores 8 GiB. */
const TAPE_MIB = Number(process.env['MARU_TAPE_MIB'] ?? 200);
/** What the emulators may need for any object: buffers of streams, and garbage that is not collected yet. */
const MEMORY_MIB = 150;

const AS_OWNER = { authorization: 'Bearer owner' };
let dataDir = '';
let emulators: Emulators;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'maru-tape-'));
  emulators = await startEmulators({ dataDir, functions: false, app: false });
});
afterAll(async () => {
  await emulators.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const noise = randomBytes(MIB);

/** One MiB of the tape: noise that begins with its number. */
function mib(number: number): Buffer {
  const bytes = Buffer.from(noise);
  bytes.writeUInt32BE(number);
  return bytes;
}

function body(from: number, to: number): RequestInit {
  let at = from;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at < to) controller.enqueue(mib(at++));
      else controller.close();
    },
  });
  return { method: 'POST', body: stream, duplex: 'half' } as RequestInit;
}

/** The memory in MiB that the emulators' processes had at most since `forgetPeaks`. */
async function peakMemory(): Promise<number> {
  const peaks = (await processesOf(emulators.id)).map(async (pid) => {
    const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
  });
  return (await Promise.all(peaks)).reduce((sum, peak) => sum + peak, 0);
}

const forgetPeaks = async (): Promise<void> => {
  for (const pid of await processesOf(emulators.id)) await writeFile(`/proc/${String(pid)}/clear_refs`, '5');
};

async function openFiles(): Promise<string[]> {
  const links = (await processesOf(emulators.id)).map(async (pid) => {
    const folder = `/proc/${String(pid)}/fd`;
    const names = await readdir(folder).catch(() => []);
    return Promise.all(names.map((name) => readlink(join(folder, name)).catch(() => '')));
  });
  return (await Promise.all(links)).flat().filter((path) => path.startsWith(emulators.blobs));
}

test.runIf(process.platform === 'linux')(
  'a tape is uploaded, read in ranges, copied and overwritten in bounded memory',
  async () => {
    const { storage } = emulators.urls;
    const bucket = emulators.buckets.originals;
    await forgetPeaks();
    const before = await peakMemory();

    // The protocol of the web app, with a chunk that breaks off.
    const start = await fetch(`${storage}/v0/b/${bucket}/o?name=tape`, {
      method: 'POST',
      headers: { ...AS_OWNER, 'x-goog-upload-command': 'start', 'x-goog-upload-protocol': 'resumable' },
    });
    const session = start.headers.get('x-goog-upload-url') ?? '';
    const send = (command: string, init: RequestInit): Promise<Response> =>
      fetch(session, { ...init, headers: { 'x-goog-upload-command': command } });
    const received = async (): Promise<number> => {
      const answer = await send('query', { method: 'POST' });
      return Number(answer.headers.get('x-goog-upload-size-received'));
    };
    const first = Math.floor(TAPE_MIB / 2);
    await send('upload', body(0, first));
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.error(new Error('broken off'));
      },
      start: (controller) => {
        controller.enqueue(mib(first));
      },
    });
    await expect(send('upload', { method: 'POST', body: broken, duplex: 'half' } as RequestInit)).rejects.toThrow();
    expect(await received()).toBe(first * MIB);
    const finished = await send('upload, finalize', body(first, TAPE_MIB));
    const { md5Hash, size, downloadTokens } = (await finished.json()) as Record<string, string>;
    const md5 = createHash('md5');
    for (let number = 0; number < TAPE_MIB; number++) md5.update(mib(number));
    expect({ md5Hash, size }).toEqual({ md5Hash: md5.digest('base64'), size: String(TAPE_MIB * MIB) });

    // By token, as a player, and as the Admin SDK.
    const byToken = `${emulators.urls.storageProxy}/v0/b/${bucket}/o/tape?alt=media&token=${downloadTokens ?? ''}`;
    const byAdmin = `${storage}/storage/v1/b/${bucket}/o/tape?alt=media`;
    for (const [url, number] of [
      [byToken, TAPE_MIB - 1],
      [byAdmin, 7],
    ] as const) {
      const [from, to] = [number * MIB, number * MIB + 99_999];
      const range = await fetch(url, { headers: { range: `bytes=${String(from)}-${String(to)}` } });
      expect(range.status).toBe(206);
      expect(range.headers.get('content-range')).toBe(`bytes ${String(from)}-${String(to)}/${String(TAPE_MIB * MIB)}`);
      expect(Buffer.from(await range.arrayBuffer())).toEqual(mib(number).subarray(0, 100_000));
    }
    const head = await fetch(byToken, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(TAPE_MIB * MIB));

    // A reader that leaves.
    const left = await fetch(byToken);
    await left.body?.cancel();
    await waitFor('no file is open', async () => (await openFiles()).length === 0);

    // A copy, and one body for everything, as the Admin SDK uploads files.
    await fetch(`${storage}/b/${bucket}/o/tape/rewriteTo/b/${bucket}/o/copy`, { method: 'POST' });
    const whole = await fetch(`${storage}/upload/storage/v1/b/${bucket}/o?uploadType=resumable&name=tape`, {
      method: 'POST',
    });
    const again = await fetch(whole.headers.get('location') ?? '', { ...body(1, TAPE_MIB), method: 'PUT' });
    expect(await again.json()).toMatchObject({ size: String((TAPE_MIB - 1) * MIB) });
    const copy = await fetch(`${storage}/storage/v1/b/${bucket}/o/copy`);
    expect(await copy.json()).toMatchObject({ name: 'copy', size, md5Hash });
    const copied = await fetch(`${storage}/storage/v1/b/${bucket}/o/copy?alt=media`, {
      headers: { range: 'bytes=0-9' },
    });
    expect(Buffer.from(await copied.arrayBuffer())).toEqual(mib(0).subarray(0, 10));

    const used = (await peakMemory()) - before;
    console.log(`${String(TAPE_MIB)} MiB: ${String(Math.round(used))} MiB more memory than before`);
    expect(used).toBeLessThan(MEMORY_MIB);
  },
  1_200_000,
);
