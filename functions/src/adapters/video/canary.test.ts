import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sniff } from '@maru/model';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MediaFile } from '../../ports/videos.ts';
import { runFfprobe } from './ffmpeg.ts';
import { videos } from './videos.ts';

// A playlist that is named like a video and refers to a server. The canary is that server.
let canary: Server;
let requests: string[] = [];
let base = '';
let folder = '';
let file = '';

const playlist = (): string =>
  `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n${base}/secret.ts\n#EXT-X-ENDLIST\n`;

beforeAll(async () => {
  canary = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.setHeader('content-type', 'application/vnd.apple.mpegurl');
    response.end(request.url?.startsWith('/evil') ? playlist() : 'a secret');
  });
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`;
  folder = await mkdtemp(join(tmpdir(), 'maru-canary-'));
  file = join(folder, 'evil.mp4');
  await writeFile(file, playlist());
});
beforeEach(() => {
  requests = [];
});
afterAll(async () => {
  await new Promise((resolve) => canary.close(resolve));
  await rm(folder, { recursive: true });
});

/** Every demuxer that `sniff` returns, and those of animations. */
const DEMUXERS = [
  ...['mov', 'matroska', 'avi', 'mpeg', 'mpegts', 'asf', 'dv'],
  ...['mp3', 'wav', 'flac', 'ogg', 'amr', 'aiff', 'aac', 'gif', 'apng'],
];

const mediaFile = (source: string, demuxer: string): MediaFile => ({
  file: source,
  demuxer,
  probe: { video: { width: 64, height: 64, stream: 0, isHdr: false }, audio: { stream: 1 }, timestamps: {} },
});

describe('a playlist named .mp4', () => {
  test('is not detected as media', () => {
    expect(sniff(Buffer.from(playlist()))).toBeUndefined();
  });

  test.each(DEMUXERS)('fetches nothing when read as a file by %s', async (demuxer) => {
    await expect(videos.probe(file, demuxer)).rejects.toMatchObject({ failure: 'unreadable' });
    expect(requests).toEqual([]);
  });

  test.each(['mov', 'mpegts', 'mp3'])(
    'fetches nothing, not even itself, when read over http by %s',
    async (demuxer) => {
      await expect(videos.probe(`${base}/evil.mp4`, demuxer)).rejects.toMatchObject({ failure: 'unreadable' });
      expect(requests).toEqual([]);
    },
  );

  test('fetches nothing when a frame is extracted or it is transcoded', async () => {
    for (const source of [file, `${base}/evil.mp4`]) {
      const media = mediaFile(source, 'mov');
      const frame = videos.extractFrame(
        media,
        { at: 0, size: { width: 64, height: 64 }, timeoutSeconds: 20 },
        join(folder, 'frame.png'),
      );
      await expect(frame).rejects.toMatchObject({ failure: 'unreadable' });
      const variants = [{ name: '64', width: 64, height: 64, bitRate: 100_000 }];
      const stream = videos.transcode(media, { variants, frameRate: 25, timeoutSeconds: 20 }, folder);
      await expect(stream).rejects.toMatchObject({ failure: 'unreadable' });
    }
    expect(requests).toEqual([]);
  });

  // The following tests show that the canary detects requests.
  test('fetches its URL when ffmpeg is not confined', async () => {
    await runFfprobe({ source: `${base}/evil.mp4`, demuxer: 'mov' }, []).catch(() => undefined);
    expect(requests).toContain('/evil.mp4');
    expect(requests).toContain('/secret.ts');
  });

  test('fetches its URL as a file if the HLS demuxer and http are allowed', async () => {
    await runFfprobe({ source: file, demuxer: 'hls' }, ['-f', 'hls', '-protocol_whitelist', 'file,http,tcp']).catch(
      () => undefined,
    );
    expect(requests).toContain('/secret.ts');
  });

  test('fetches its URL over http if only the protocols are restricted', async () => {
    const onlyProtocols = ['-protocol_whitelist', 'http,tcp'];
    await runFfprobe({ source: `${base}/evil.mp4`, demuxer: 'mov' }, onlyProtocols).catch(() => undefined);
    expect(requests).toContain('/secret.ts');
  });
});
