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

// A hostile file: a playlist that is named like a video and points to a server. The canary is that server.
let canary: Server;
let seen: string[] = [];
let base = '';
let folder = '';
let file = '';

const playlist = (): string =>
  `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n${base}/secret.ts\n#EXT-X-ENDLIST\n`;

beforeAll(async () => {
  canary = createServer((request, response) => {
    seen.push(request.url ?? '');
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
  seen = [];
});
afterAll(async () => {
  await new Promise((resolve) => canary.close(resolve));
  await rm(folder, { recursive: true });
});

/** Every demuxer that `sniff` may force, and those of what moves in a photo. */
const DEMUXERS = [
  ...['mov', 'matroska', 'avi', 'mpeg', 'mpegts', 'asf', 'dv'],
  ...['mp3', 'wav', 'flac', 'ogg', 'amr', 'aiff', 'aac', 'gif', 'apng'],
];

const forged = (source: string, demuxer: string): MediaFile => ({
  file: source,
  demuxer,
  probe: { video: { width: 64, height: 64, stream: 0, isHdr: false }, audio: { stream: 1 }, timestamps: {} },
});

describe('a playlist named .mp4', () => {
  test('is no media by its bytes', () => {
    expect(sniff(Buffer.from(playlist()))).toBeUndefined();
  });

  test.each(DEMUXERS)('handed to %s as a file fetches nothing', async (demuxer) => {
    await expect(videos.probe(file, demuxer)).rejects.toMatchObject({ failure: 'unreadable' });
    expect(seen).toEqual([]);
  });

  test.each(['mov', 'mpegts', 'mp3'])('handed to %s over http fetches nothing, not even itself', async (demuxer) => {
    await expect(videos.probe(`${base}/evil.mp4`, demuxer)).rejects.toMatchObject({ failure: 'unreadable' });
    expect(seen).toEqual([]);
  });

  test('fetches nothing when a frame or a stream is asked of it', async () => {
    for (const source of [file, `${base}/evil.mp4`]) {
      const film = forged(source, 'mov');
      const still = videos.extractFrame(
        film,
        { at: 0, size: { width: 64, height: 64 }, timeoutSeconds: 20 },
        join(folder, 'still.png'),
      );
      await expect(still).rejects.toMatchObject({ failure: 'unreadable' });
      const variants = [{ name: '64', width: 64, height: 64, bitRate: 100_000 }];
      const stream = videos.transcode(film, { variants, frameRate: 25, timeoutSeconds: 20 }, folder);
      await expect(stream).rejects.toMatchObject({ failure: 'unreadable' });
    }
    expect(seen).toEqual([]);
  });

  // Shows that the canary sings, so that silence above means something.
  test('does fetch what it points to where nothing holds ffmpeg', async () => {
    await runFfprobe({ source: `${base}/evil.mp4`, demuxer: 'mov' }, []).catch(() => undefined);
    expect(seen).toContain('/evil.mp4');
    expect(seen).toContain('/secret.ts');
  });

  test('does fetch it as a file too, where nothing keeps the demuxer of playlists away and protocols are open', async () => {
    await runFfprobe({ source: file, demuxer: 'hls' }, ['-f', 'hls', '-protocol_whitelist', 'file,http,tcp']).catch(
      () => undefined,
    );
    expect(seen).toContain('/secret.ts');
  });

  test('does fetch it over http, where only the list of protocols holds ffmpeg', async () => {
    const onlyProtocols = ['-protocol_whitelist', 'http,tcp'];
    await runFfprobe({ source: `${base}/evil.mp4`, demuxer: 'mov' }, onlyProtocols).catch(() => undefined);
    expect(seen).toContain('/secret.ts');
  });
});
