import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProcessingError } from '@maru/model';
import { describe, expect, test, vi } from 'vitest';
import { requireComplete, planVideo } from '../../processing/plan-video.ts';
import {
  createVideo,
  probeVideo,
  H264,
  createTempFolder,
  testPattern,
  transcode,
  tone,
} from '../../../testing/videos.ts';
import { videos } from './videos.ts';

const folder = createTempFolder();
const at = (name: string): string => join(folder(), name);
const encodedOf = (file: string): ReturnType<typeof transcode> => transcode(file, folder());

describe('a film that is to blame', () => {
  const refused = { failure: 'unreadable' };

  test('is unreadable when its index, or its second half, is missing', async () => {
    const late = await readFile(
      await createVideo(at('late.mp4'), ...testPattern('320x240', 25, 8), ...tone(8), ...H264),
    );
    const cut = at('cut-late.mp4');
    await writeFile(cut, late.subarray(0, late.length * 0.7));
    await expect(encodedOf(cut)).rejects.toMatchObject(refused);
    const early = await createVideo(
      at('early.mp4'),
      ...testPattern('320x240', 25, 8),
      ...tone(8),
      ...H264,
      '-movflags',
      '+faststart',
    );
    const whole = await readFile(early);
    await writeFile(cut, whole.subarray(0, whole.length * 0.6));
    const judged = encodedOf(cut).then(({ film, seconds }) =>
      requireComplete(film.demuxer, film.probe.seconds, seconds),
    );
    await expect(judged).rejects.toMatchObject(refused);
  });

  test('is unreadable where the bytes are of something else than the demuxer reads', async () => {
    const file = at('text.mp4');
    await writeFile(file, 'this is a letter, not a film\n'.repeat(100));
    await expect(videos.probe(file, 'mov')).rejects.toMatchObject(refused);
  });

  test('is unreadable when nothing comes behind its head', async () => {
    const file = at('head.amr');
    await writeFile(file, '#!AMR\n');
    await expect(encodedOf(file)).rejects.toMatchObject(refused);
  });

  test.each(['SEGV', 'ABRT', 'FPE'])(
    'is unreadable when ffprobe crashes of it (%s), and not when it is killed',
    async (signal) => {
      const probe = at('probe');
      const dying = async (by: string): Promise<unknown> => {
        await writeFile(probe, `#!/bin/sh\nkill -${by} $$\n`);
        await chmod(probe, 0o755);
        return videos.probe(probe, 'mov');
      };
      vi.stubEnv('MARU_FFPROBE_PATH', probe);
      try {
        await expect(dying(signal)).rejects.toMatchObject(refused);
        await expect(dying('KILL')).rejects.not.toBeInstanceOf(ProcessingError);
      } finally {
        vi.unstubAllEnvs();
      }
    },
  );

  test('takes too long and is ended', async () => {
    const film = await probeVideo(await createVideo(at('long.mp4'), ...testPattern('640x360', 25, 40), ...H264));
    const plan = planVideo(film.probe);
    if (plan.kind !== 'video') throw new Error('no video');
    const to = at('long');
    await mkdir(to);
    await expect(videos.transcode(film, { ...plan, timeoutSeconds: 0.5 }, to)).rejects.toMatchObject({
      failure: 'took-too-long',
    });
    await expect(videos.transcode(film, { ...plan, timeoutSeconds: 0 }, to)).rejects.toEqual(
      new ProcessingError('took-too-long'),
    );
  });
});
