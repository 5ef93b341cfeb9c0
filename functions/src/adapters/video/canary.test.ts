import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sniff } from '@maru/model';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MediaFile } from '../../ports/videos.ts';
import { runFfprobe } from './ffprobe.ts';
import { videos } from './videos.ts';

// Texts that are named like a video and refer to a server. The canary is that server; it also serves each of them under one name.
let canary: Server;
let requests: string[] = [];
let base = '';
let folder = '';

const disguised = (): Record<string, string> => ({
  playlist: `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n${base}/secret.ts\n#EXT-X-ENDLIST\n`,
  script: `ffconcat version 1.0\nfile ${base}/secret.ts\nfile /etc/hostname\n`,
  manifest: `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT9S"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>${base}/secret.ts</BaseURL></Representation></AdaptationSet></Period></MPD>`,
  session: `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\na=rtpmap:96 H264/90000\n`,
});
const NAMES = ['playlist', 'script', 'manifest', 'session'];
const fileOf = (name: string): string => join(folder, `${name}.mp4`);
const urlOf = (name: string): string => `${base}/${name}.mp4`;

beforeAll(async () => {
  canary = createServer((request, response) => {
    requests.push(request.url ?? '');
    const name = /^\/(\w+)\.mp4$/.exec(request.url ?? '')?.[1] ?? '';
    response.setHeader('content-type', 'application/vnd.apple.mpegurl');
    response.end(disguised()[name] ?? 'a secret');
  });
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`;
  folder = await mkdtemp(join(tmpdir(), 'maru-canary-'));
  for (const [name, text] of Object.entries(disguised())) await writeFile(fileOf(name), text);
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
  ...['mov', 'matroska', 'avi', 'mpeg', 'mpegts', 'mpegvideo', 'asf', 'dv', 'flv'],
  ...['mp3', 'wav', 'flac', 'ogg', 'amr', 'aiff', 'aac', 'gif', 'apng'],
];

const mediaFile = (source: string, demuxer: string): MediaFile => ({
  file: source,
  demuxer,
  probe: { video: { width: 64, height: 64, stream: 0, isHdr: false }, audio: { stream: 1 }, timestamps: {} },
});

/** Frame and stream of a source; both are refused. */
async function useAll(source: string): Promise<void> {
  const media = mediaFile(source, 'mov');
  const refused = { failure: 'unreadable' };
  const size = { width: 64, height: 64 };
  const to = join(folder, 'frame.png');
  await expect(videos.extractFrame(media, { at: [0], size, timeoutSeconds: 20 }, to)).rejects.toMatchObject(refused);
  const variants = [{ name: '64', ...size, bitRate: 100_000, frameStep: 1 }];
  const options = { variants, frameRate: 25, timeoutSeconds: 20 };
  await expect(videos.transcode(media, options, folder)).rejects.toMatchObject(refused);
}

describe.each(NAMES)('a %s named .mp4', (name) => {
  test('is not detected as media', () => {
    expect(sniff(Buffer.from(disguised()[name] ?? ''))).toBeUndefined();
  });

  test('fetches nothing as a file', async () => {
    for (const demuxer of DEMUXERS)
      await expect(videos.probe(fileOf(name), demuxer), demuxer).rejects.toMatchObject({ failure: 'unreadable' });
    await useAll(fileOf(name));
    expect(requests).toEqual([]);
  });

  test('fetches nothing but itself over http', async () => {
    for (const demuxer of DEMUXERS)
      await expect(videos.probe(urlOf(name), demuxer), demuxer).rejects.toMatchObject({ failure: 'unreadable' });
    await useAll(urlOf(name));
    expect(new Set(requests)).toEqual(new Set([`/${name}.mp4`]));
  });

  test('is not even fetched from another host', async () => {
    const elsewhere = urlOf(name).replace('127.0.0.1', 'localhost');
    await expect(videos.probe(elsewhere, 'mov')).rejects.toMatchObject({ failure: 'unreadable' });
    expect(requests).toEqual([]);
  });
});

// The following tests show that the canary detects requests.
describe('a playlist', () => {
  const probeWith = (source: string, demuxer: string, confinement: string[]): Promise<unknown> =>
    runFfprobe({ source, demuxer }, undefined, confinement).catch(() => undefined);

  test('fetches its URL when ffmpeg is not confined', async () => {
    await probeWith(urlOf('playlist'), 'mov', []);
    expect(requests).toEqual(expect.arrayContaining(['/playlist.mp4', '/secret.ts']));
  });

  test('fetches its URL as a file if the HLS demuxer and http are allowed', async () => {
    await probeWith(fileOf('playlist'), 'hls', ['-f', 'hls', '-protocol_whitelist', 'file,http,tcp']);
    expect(requests).toContain('/secret.ts');
  });

  test('fetches its URL over http if only the protocols are restricted', async () => {
    await probeWith(urlOf('playlist'), 'mov', ['-protocol_whitelist', 'http,tcp']);
    expect(requests).toContain('/secret.ts');
  });
});
