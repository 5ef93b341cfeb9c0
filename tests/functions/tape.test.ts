import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paths, readItem, type Item, type ItemId, type LibraryId } from '@maru/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useEmulators, waitFor } from '../harness.ts';
import { adminOf, inspect } from '../harness/inspect.ts';
import { instancesOf } from '../harness/instances.ts';
import { trackInstanceMemory } from '../harness/memory.ts';
import { createTape, tapeFrames, type TapeOptions } from '../media/tape.ts';
import { countFrames, decodeSound, differenceAt, saveStream } from './stream-files.ts';
import { uploadFile } from './upload-file.ts';
import { createLibrary } from './uploading.ts';

/** `npm run test:slow` makes two hours of 480i, which have more than 8 GB, and kills more instances. */
const IS_SLOW = process.env['MARU_TAPE'] === 'long';
const TAPE: TapeOptions = IS_SLOW
  ? { minutes: 120, size: '720x480', mbits: 8.2 }
  : { minutes: 2, size: '320x240', mbits: 1 };
const KILLS = IS_SLOW ? 6 : 1;
/** The memory of an instance for videos (VIDEO_INSTANCE). */
const MAX_INSTANCE_MIB = 4096;
// ffmpeg has a low priority: on a busy machine two minutes of tape can take ten.
const LIMIT_MS = IS_SLOW ? 3 * 3600_000 : 1_200_000;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maru-tape-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Kills an instance of `processChunk` whose ffmpeg runs, as if its machine died. Returns the number of its chunk; undefined if there is none. */
async function killPart(): Promise<string | undefined> {
  for (const { pid, children, service } of await instancesOf(useEmulators().id)) {
    if (service !== 'processChunk') continue;
    const encoder = children.find(({ command }) => command.includes('ffmpeg\0'));
    if (!encoder) continue;
    process.kill(pid, 'SIGKILL');
    return /\/\w+-(\d+)\.m3u8\0/.exec(encoder.command)?.[1];
  }
  return undefined;
}

const known = async (library: LibraryId, item: ItemId): Promise<Item> =>
  readItem(await inspect.doc(paths.item(library, item)));

test(
  'a long tape can be watched while it is processed in parts, and is complete in spite of instances that die',
  async () => {
    const file = join(folder, 'tape.mov');
    await createTape(file, TAPE);
    const { owner, library } = await createLibrary();
    const item = await uploadFile(owner, library, file, '1994 설날.mov');
    const peakMemory = trackInstanceMemory(useEmulators().id);
    const uploadedAt = Date.now();
    const isOver = ({ state, progress }: Item): boolean =>
      state === 'failed' || (state === 'ready' && progress === undefined);

    const first = await waitFor(
      'the start can be watched',
      async () => {
        const now = await known(library, item);
        return now.progress !== undefined || isOver(now) ? now : undefined;
      },
      LIMIT_MS,
    );
    const firstMs = Date.now() - uploadedAt;
    expect(first.progress).toBeGreaterThan(0);
    expect(first.progress).toBeLessThan(1);
    const growing = await readFile(
      await saveStream(library, item, String(first.mediaInfo?.variants[0]), folder),
      'utf8',
    );
    expect(growing).toContain('EXT-X-PLAYLIST-TYPE:EVENT');

    let kills = 0;
    let nextKill = 0;
    const last = await waitFor(
      'the tape is complete',
      async () => {
        const now = await known(library, item);
        if (isOver(now)) return now;
        if (process.platform !== 'linux' || kills === KILLS || Date.now() < nextKill) return undefined;
        const chunk = await killPart();
        if (chunk === undefined) return undefined;
        kills += 1;
        nextKill = Date.now() + LIMIT_MS / KILLS / 10;
        // The dead part's lock expires after a while; only the long run waits for that.
        const part = adminOf(useEmulators()).db.doc(paths.streamPart(library, item, chunk));
        if (!IS_SLOW) await part.update({ until: new Date(0) });
        return undefined;
      },
      LIMIT_MS,
    );
    const allMs = Date.now() - uploadedAt;
    expect([last.state, last.failure]).toEqual(['ready', undefined]);
    expect(last.mediaInfo?.variants[0]).toBe(TAPE.size.split('x')[1]);
    if (process.platform === 'linux') expect(kills).toBe(KILLS);

    const { processVideo: video, processChunk: chunk } = await peakMemory();
    console.log(`memory in MiB, of it files: ${JSON.stringify({ video, chunk })}`);
    if (process.platform === 'linux') expect(chunk?.mib).toBeGreaterThan(0);
    expect(Math.max(video?.mib ?? 0, chunk?.mib ?? 0)).toBeLessThan(MAX_INSTANCE_MIB);

    // Every field of the tape is a picture, once.
    const best = await saveStream(library, item, String(last.mediaInfo?.variants[0]), folder);
    expect(await countFrames(best)).toBe(2 * tapeFrames(TAPE));
    expect(await readFile(best, 'utf8')).not.toContain('DISCONTINUITY');

    // The sound is the tape's, also where its chunks meet.
    const sound = await saveStream(library, item, 'sound', folder);
    const [tape, stream] = [await decodeSound(file), await decodeSound(sound, ['-allowed_extensions', 'ALL'])];
    const window = 4800;
    const worstOf = (positions: readonly number[]): number =>
      Math.max(...positions.map((at) => differenceAt(tape, stream, at, window)));
    const seconds = [...(await readFile(sound, 'utf8')).matchAll(/EXTINF:([\d.]+)/g)].map(([, one]) => Number(one));
    const ends = seconds.map((_, n) => seconds.slice(0, n + 1).reduce((sum, one) => sum + one, 0)).slice(0, -1);
    const seams = ends.map((at) => Math.round(at * 48_000) - window / 2);
    const elsewhere = seams.map((at) => at + 3 * 48_000).slice(0, -1);
    console.log(
      `first picture ${String(firstMs)} ms, complete ${String(allMs)} ms, ${String(kills)} killed; sound: ${worstOf(seams).toFixed(0)} at the seams, ${worstOf(elsewhere).toFixed(0)} elsewhere`,
    );
    expect(seams.length).toBeGreaterThan(TAPE.minutes * 8);
    // That of the tone itself is 2,300 to 7,000. One sample too many or too few would move all that follows: in two minutes these positions would differ by
    // 170 or more each; in two hours by 95 where the tone is lowest and quietest, but by up to 2,400 elsewhere.
    expect(Math.max(worstOf(seams), worstOf(elsewhere))).toBeLessThan(100);
    expect(Math.abs(stream.length - tape.length)).toBeLessThan(4096);

    const { buckets } = useEmulators();
    const objects = await inspect.objects(buckets.renditions, `r/${library}/${item}/`);
    const variants = (last.mediaInfo?.variants.length ?? 0) + 1;
    expect(objects.length).toBeLessThanOrEqual((variants + 1) * (TAPE.minutes + 2) + 3);
    expect(await inspect.docs(paths.streams(library))).toEqual(new Map());
    await owner.close();
  },
  LIMIT_MS + 120_000,
);
