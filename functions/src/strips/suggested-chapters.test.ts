import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { colorBars, createTempFolder, createVideo, H264, probeVideo, runFfmpegAlone } from '../../testing/videos.ts';
import { chaptersOfFile, chaptersOfScenes } from './suggested-chapters.ts';

const folder = createTempFolder();

const chapter = (from: number, to: number, title: string): string =>
  `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${String(from * 1000)}\nEND=${String(to * 1000)}\ntitle=${title}\n`;

test.each(['mp4', 'mkv'])('the chapters of an %s are suggested, with their titles as plain text', async (extension) => {
  const metadata = `${folder()}/${extension}.txt`;
  const titles = ['설악산 가는 길', '\u202ereversed', '가'.repeat(200)];
  await writeFile(metadata, `;FFMETADATA1\n${titles.map((title, n) => chapter(n * 3, n * 3 + 3, title)).join('')}`);
  const plain = await createVideo(`${folder()}/plain-${extension}.mp4`, ...colorBars('64x64', 5, 9), ...H264);
  const file = `${folder()}/chapters.${extension}`;
  await runFfmpegAlone('-y', '-i', plain, '-i', metadata, '-map_metadata', '1', '-c', 'copy', file);
  const { probe } = await probeVideo(file);
  expect(chaptersOfFile(probe)).toEqual({
    suggestedChapters: [{ at: 0, title: '설악산 가는 길' }, { at: 3 }, { at: 6, title: '가'.repeat(80) }],
  });
});

test('chapters of a hostile file are few, in order and within its duration; one alone says nothing', () => {
  const at = (seconds: number) => ({ at: seconds });
  const of = (...chapters: { at: number }[]) =>
    chaptersOfFile({ seconds: 100, timestamps: {}, metadata: { chapters } });
  expect(of(at(50), at(20), at(20), at(-1), at(Number.NaN), at(100))).toEqual({ suggestedChapters: [at(20), at(50)] });
  expect(of(...Array.from({ length: 5000 }, (_, n) => at(n / 100))).suggestedChapters).toHaveLength(50);
  expect(of(at(0))).toEqual({});
});

test('of the changes of scene, the clearest are suggested, apart from each other and from both ends', () => {
  const scene = (at: number, score: number) => ({ at, score });
  const scenes = [scene(10, 99), scene(100, 20), scene(110, 60), scene(200.04, 30), scene(240, 25), scene(590, 90)];
  expect(chaptersOfScenes(scenes, 600)).toEqual([{ at: 110 }, { at: 200 }]);
  const many = Array.from({ length: 200 }, (_, n) => scene(n * 50, n % 100));
  expect(chaptersOfScenes(many, 10_000)).toHaveLength(40);
});
