import { expect, test } from 'vitest';
import { readTakeout } from './read-takeout.ts';

const YEAR = 'Takeout/Google 포토/Photos from 2023';
const ALBUM = 'Takeout/Google 포토/제주';

const item = (title: string, more: object = {}): string =>
  JSON.stringify({ title, photoTakenTime: { timestamp: '1700000000' }, ...more });

test('finds albums and what describes each file, in parts in different folders', async () => {
  const texts: Record<string, string> = {
    [`part 2/${YEAR}/a.jpg.json`]: item('a.jpg', { favorited: true }),
    [`${YEAR}/lost.jpg.json`]: item('lost.jpg'),
    [`${YEAR}/cut.json`]: '{"title": "c',
    [`${ALBUM}/메타데이터.json`]: JSON.stringify({ title: '제주' }),
    [`${ALBUM}/a.jpg.json`]: item('a.jpg'),
    [`${YEAR}/꽃.json`]: item('꽃'),
    'elsewhere/package.json': '{"name": "x"}',
  };
  const media = [`part 1/${YEAR}/a.jpg`, `${YEAR}/alone.jpg`, `${ALBUM}/a.jpg`, 'elsewhere/b.jpg'];
  const [flower, other] = [`${YEAR}/꽃.jpg`, `${YEAR}/꽃.png`];
  const files = [...Object.keys(texts), ...media, flower, other].map((path) => {
    const at = path.lastIndexOf('/');
    const type = /\.(jpg|png)$/.test(path) ? 'media' : 'not-media';
    return { path, folder: path.slice(0, at), name: path.slice(at + 1), type };
  });
  const found = await readTakeout(files, ({ path }) => Promise.resolve(texts[path] ?? ''));
  const described = [...found.media].map(([{ path }, { album, source }]) => [path, album, source?.file.path]);
  expect(described).toEqual([
    [media[0], undefined, `part 2/${YEAR}/a.jpg.json`],
    [media[1], undefined, undefined],
    [media[2], '제주', `${ALBUM}/a.jpg.json`],
    [flower, undefined, undefined],
    [other, undefined, undefined],
  ]);
  expect([...found.jsonFiles].map(({ name }) => name).sort()).toEqual([
    'a.jpg.json',
    'a.jpg.json',
    'lost.jpg.json',
    '꽃.json',
    '메타데이터.json',
  ]);
  expect([...found.media.values()].filter(({ isAmbiguous }) => isAmbiguous)).toHaveLength(2);
  expect(found.ambiguous.map(({ name }) => name)).toEqual(['꽃.json']);
  expect(found.unused.map(({ name }) => name)).toEqual(['lost.jpg.json']);
  expect(found.broken.map(({ name }) => name)).toEqual(['cut.json']);
});
