import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProcessingError } from '@maru/model';
import { describe, expect, test, vi } from 'vitest';
import { requireComplete } from '../../processing/plan-video.ts';
import {
  createVideo,
  planPicture,
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
const transcodeFile = (file: string): ReturnType<typeof transcode> => transcode(file, folder());

describe('a broken video', () => {
  const refused = { failure: 'unreadable' };

  test('is unreadable if its index or its second half is missing', async () => {
    const late = await readFile(
      await createVideo(at('late.mp4'), ...testPattern('320x240', 25, 4), ...tone(4), ...H264),
    );
    const cut = at('cut-late.mp4');
    await writeFile(cut, late.subarray(0, late.length * 0.7));
    await expect(transcodeFile(cut)).rejects.toMatchObject(refused);
    const early = await createVideo(at('early.mp4'), '-i', at('late.mp4'), '-c', 'copy', '-movflags', '+faststart');
    const whole = await readFile(early);
    await writeFile(cut, whole.subarray(0, whole.length * 0.6));
    const checked = transcodeFile(cut).then(({ media, seconds }) =>
      requireComplete(media.demuxer, media.probe, seconds),
    );
    await expect(checked).rejects.toMatchObject(refused);
  });

  test('is unreadable if its bytes do not match the demuxer', async () => {
    const file = at('text.mp4');
    await writeFile(file, 'this is a letter, not a video\n'.repeat(100));
    await expect(videos.probe(file, 'mov')).rejects.toMatchObject(refused);
  });

  test('is unreadable if it has a header only', async () => {
    const file = at('head.amr');
    await writeFile(file, '#!AMR\n');
    await expect(transcodeFile(file)).rejects.toMatchObject(refused);
  });

  test.each(['SEGV', 'ABRT', 'FPE'])(
    'is unreadable if ffprobe crashes with %s, but not if it is killed',
    async (signal) => {
      const probe = at('probe');
      const probeWithSignal = async (name: string): Promise<unknown> => {
        await writeFile(probe, `#!/bin/sh\nkill -${name} $$\n`);
        await chmod(probe, 0o755);
        return videos.probe(probe, 'mov');
      };
      vi.stubEnv('MARU_FFPROBE_PATH', probe);
      try {
        await expect(probeWithSignal(signal)).rejects.toMatchObject(refused);
        await expect(probeWithSignal('KILL')).rejects.not.toBeInstanceOf(ProcessingError);
      } finally {
        vi.unstubAllEnvs();
      }
    },
  );

  test('is aborted when it takes too long', async () => {
    const short = await createVideo(at('short.mp4'), ...testPattern('640x360', 25, 4), ...H264);
    const long = await createVideo(at('long.mp4'), '-stream_loop', '20', '-i', short, '-c', 'copy');
    const media = await probeVideo(long);
    const plan = planPicture(media);
    const to = at('long');
    await mkdir(to);
    await expect(videos.transcode(media, { ...plan, timeoutSeconds: 1 }, to)).rejects.toMatchObject({
      failure: 'timed-out',
    });
    await expect(videos.transcode(media, { ...plan, timeoutSeconds: 0 }, to)).rejects.toEqual(
      new ProcessingError('timed-out'),
    );
  });
});
