import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PEAKS, sniff } from '@maru/model';
import { expect, test } from 'vitest';
import { createTempFolder, createVideo, probeVideo, tone } from '../../../testing/videos.ts';
import { videos } from './videos.ts';

const folder = createTempFolder();
const at = (name: string): string => join(folder(), name);

const TAGS = { title: '봄날은 간다', artist: '아빠', album: '가족 노래' };
const metadata = (tags: Readonly<Record<string, string>>): string[] =>
  Object.entries(tags).flatMap(([name, value]) => ['-metadata', `${name}=${value}`]);

test.each([
  ['song.mp3', ['-c:a', 'libmp3lame'], { track: '3/9', disc: '1/2', date: '1987' }],
  ['song.m4a', ['-c:a', 'aac'], { track: '3/9', disc: '1/2', date: '1987-05-03' }],
  ['song.flac', ['-c:a', 'flac'], { track: '3', disc: '1', date: '1987' }],
  ['song.opus', ['-c:a', 'libopus'], { track: '3' }],
  ['song.ogg', ['-c:a', 'libvorbis'], { track: '3' }],
  ['song.wma', ['-c:a', 'wmav2'], { track: '3' }],
  ['song.wav', ['-c:a', 'pcm_s16le'], { date: '1987' }],
  ['song.aiff', ['-c:a', 'pcm_s16be', '-write_id3v2', '1'], {}],
])('reads the tags of %s', async (name, options, more) => {
  const tags = { ...TAGS, ...more };
  const { probe } = await probeVideo(await createVideo(at(name), ...tone(1), ...options, ...metadata(tags)));
  expect(probe.metadata).toMatchObject(tags);
});

/** 봄날 and 아빠 in CP949, as old Korean programs wrote it into every field. */
const [SPRING, FATHER] = [Buffer.from('babdb3af', 'hex'), Buffer.from('bec6bafc', 'hex')];
const padded = (bytes: Buffer, length: number): Buffer => Buffer.concat([bytes, Buffer.alloc(length - bytes.length)]);

/** An ID3 2.3 tag whose texts are declared to be Latin-1. */
function id3(texts: Readonly<Record<string, Buffer>>): Buffer {
  const frames = Object.entries(texts).map(([id, text]) => {
    const head = Buffer.alloc(11);
    head.write(id, 'latin1');
    head.writeUInt32BE(text.length + 1, 4);
    return Buffer.concat([head, text]);
  });
  const body = Buffer.concat(frames);
  return Buffer.concat([
    Buffer.from('ID3\x03\0\0\0\0', 'latin1'),
    Buffer.from([body.length >> 7, body.length & 127]),
    body,
  ]);
}

test('reads Korean tags in CP949, in ID3 of both versions and in WAV', async () => {
  const bare = await createVideo(at('bare.mp3'), ...tone(1), '-c:a', 'libmp3lame', '-id3v2_version', '0');
  const bytes = await readFile(bare);
  const fixed = [padded(SPRING, 30), padded(FATHER, 30), Buffer.alloc(30), Buffer.from('1987'), Buffer.alloc(31)];
  await writeFile(at('v1.mp3'), Buffer.concat([bytes, Buffer.from('TAG'), ...fixed]));
  await writeFile(at('v2.mp3'), Buffer.concat([id3({ TIT2: SPRING, TPE1: FATHER }), bytes]));
  await createVideo(at('made.wav'), ...tone(1), '-metadata', 'title=ABCD', '-metadata', 'artist=EFGH');
  const wav = (await readFile(at('made.wav'))).toString('latin1');
  const korean = wav.replace('ABCD', SPRING.toString('latin1')).replace('EFGH', FATHER.toString('latin1'));
  await writeFile(at('info.wav'), korean, 'latin1');
  for (const name of ['v1.mp3', 'v2.mp3', 'info.wav'])
    expect((await probeVideo(at(name))).probe.metadata).toMatchObject({ title: '봄날', artist: '아빠' });
});

test('extracts a large cover as it is', async () => {
  const noise = ['-f', 'lavfi', '-i', 'nullsrc=size=1500x1500:rate=1:duration=1,geq=random(1)*255:128:128'];
  const picture = ['-map', '0', '-map', '1', '-c:v', 'png', '-disposition:v', 'attached_pic'];
  const song = await createVideo(at('cover.mp3'), ...tone(1), ...noise, ...picture);
  const media = await probeVideo(song);
  const to = at('cover');
  const head = await videos.extractCover(media, { timeoutSeconds: 60 }, to);
  expect(sniff(head)).toMatchObject({ kind: 'photo', format: 'png' });
  const cover = await readFile(to);
  expect(cover.length).toBeGreaterThan(1_000_000);
  expect((await readFile(song)).includes(cover)).toBe(true);
});

test('a waveform has the shape of the sound, whatever its length', async () => {
  for (const seconds of [0.3, 8]) {
    const shape = `aevalsrc='if(lt(t,${seconds / 2}),0.1,0.4)*sin(2000*t)':s=44100:d=${seconds}`;
    const media = await probeVideo(await createVideo(at(`${seconds}.wav`), '-f', 'lavfi', '-i', shape));
    const peaks = await videos.readWaveform(media, { timeoutSeconds: 60 }, folder());
    expect(peaks).toHaveLength(PEAKS);
    expect(Math.abs((peaks[PEAKS / 4] ?? 0) - 64)).toBeLessThan(6);
    expect(peaks[(PEAKS * 3) / 4]).toBeGreaterThan(230);
  }
});

test('a header that announces nothing does not make a waveform without end', async () => {
  const silence = ['-f', 'lavfi', '-i', 'anullsrc=r=8000:cl=mono', '-t', '600', '-c:a', 'pcm_u8'];
  const media = await probeVideo(await createVideo(at('long.wav'), ...silence));
  const lying = { ...media, probe: { ...media.probe, seconds: 0.01 } };
  expect(await videos.readWaveform(lying, { timeoutSeconds: 60 }, folder())).toHaveLength(PEAKS);
  expect((await stat(at('peaks.txt'))).size).toBeLessThan(1_500_000);
});
