import { expect, test } from 'vitest';
import { matchTakeout, type TakeoutRule } from './match-takeout.ts';
import { readTakeoutJson } from './takeout-json.ts';

const FOLDER = 'Takeout/Google 포토/Photos from 2023';

/** A JSON file of the export with the title of its item, or its own name. */
function sidecarOf(name: string, title: string, folder = FOLDER) {
  const read = readTakeoutJson({ title, photoTakenTime: { timestamp: '1700000000' } });
  if (!read || !('item' in read)) throw new Error('no item');
  return { folder, name, item: read.item };
}

/** Matches files with JSON files, given as names or names and titles, and returns the name of the JSON file of each, and by which rule. */
function match(files: readonly string[], sidecars: readonly (readonly [name: string, title: string])[]) {
  const { matches, ambiguous, unmatched, unused } = matchTakeout(
    files.map((name) => ({ folder: FOLDER, name })),
    sidecars.map(([name, title]) => sidecarOf(name, title)),
  );
  return {
    matches: Object.fromEntries(matches.map(({ file, sidecar, rule }) => [file.name, [sidecar.name, rule]])),
    ambiguous: ambiguous.map(({ file }) => file.name),
    unmatched: unmatched.map(({ name }) => name),
    unused: unused.map(({ name }) => name),
  };
}

const LONG = 'Backyard_ceremony_wedding_photography_xxxxxxx_magnoliastudios';
const EMOJI = '😀😃😄😁😆😅😂🤣🥲☺️😊😇🙂🙃😉😌😍🥰😘😗😙😚😋😛';

test.each<[number, string, string, string, TakeoutRule]>([
  [1, 'IMG.jpg', 'IMG.jpg.json', 'IMG.jpg', 'name'],
  [2, 'IMG.jpg', 'IMG.jpg.supplemental-metadata.json', 'IMG.jpg', 'name'],
  [2, 'IMG.jpg', 'IMG.jpg.suppl.json', 'IMG.jpg', 'name'],
  [2, 'IMG.jpg', 'IMG.jpg..json', 'IMG.jpg', 'name'],
  [2, '170825_193248390692632_3881876_o.jpg', '170825_193248390692632_3881876_o.jpg.supplemen.json', '', 'name'],
  [
    3,
    '05yqt21kruxwwlhhgrwrdyb6chhwszi9bqmzu16w0 2.jpg',
    '05yqt21kruxwwlhhgrwrdyb6chhwszi9bqmzu16w0 2.jp.json',
    '',
    'cut',
  ],
  [
    3,
    'PXL_20230809_203449253.LONG_EXPOSURE-02.ORIGINA.jpg',
    'PXL_20230809_203449253.LONG_EXPOSURE-02.ORIGIN.json',
    '',
    'cut',
  ],
  [3, `${LONG.slice(0, 45)}xy.jpg`, `${LONG.slice(0, 45)}_.json`, '', 'cut'],
  [4, `${EMOJI}.jpg`, `${EMOJI.slice(0, -2)}.json`, `${EMOJI}😝😜🤪.jpg`, 'cut'],
  [5, 'IMG(1).jpg', 'IMG.jpg(1).json', 'IMG.jpg', 'name'],
  [5, 'IMG(1).jpg', 'IMG.jpg.supplemental-metadata(1).json', 'IMG.jpg', 'name'],
  [5, 'MAC_ (29)(2).JPG', 'MAC_ (29).JPG.supplemental-metadata(2).json', 'MAC_ (29).JPG', 'name'],
  [5, `${LONG.slice(0, 47)}(494).jpg`, `${LONG.slice(0, 46)}(494).json`, `${LONG}-371.jpg`, 'cut'],
  [6, 'a (2).jpg', 'a (2).jpg.supplemental-metadata.json', 'a (2).jpg', 'name'],
  [9, '설악산.jpg'.normalize('NFD'), '설악산.jpg.json', '설악산.jpg', 'name'],
  [10, '설악산.jpg', '설악산.json', '설악산', 'no-extension'],
  [10, 'Parco Nord(1).jpg', 'Parco Nord.supplemental-metadata(1).json', 'Parco Nord', 'no-extension'],
  [15, '27_06_12 - 1.mov', '27_06_12 - 1.mov.json', '27/06/12 - 1.mov', 'name'],
  [16, 'UPPER.JPG', 'upper.jpg.json', 'upper.jpg', 'case'],
])('rule %i: %s goes with %s', (_, file, json, title, rule) => {
  expect(match([file], [[json, title]])).toEqual({
    matches: { [file]: [json, rule] },
    ambiguous: [],
    unmatched: [],
    unused: [],
  });
});

test('numbers match exactly (7), whatever the order', () => {
  const sidecars = [0, 1, 2].map(
    (n) => [`IMG_3479.JPG${n === 0 ? '' : `(${String(n)})`}.json`, 'IMG_3479.JPG'] as const,
  );
  expect(match(['IMG_3479(2).JPG', 'IMG_3479.JPG', 'IMG_3479(1).JPG'], sidecars).matches).toEqual({
    'IMG_3479.JPG': ['IMG_3479.JPG.json', 'name'],
    'IMG_3479(1).JPG': ['IMG_3479.JPG(1).json', 'name'],
    'IMG_3479(2).JPG': ['IMG_3479.JPG(2).json', 'name'],
  });
  expect(match(['DSC(1).JPG'], [['DSC.JPG.json', 'DSC.JPG']])).toMatchObject({
    matches: {},
    unmatched: ['DSC(1).JPG'],
    unused: ['DSC.JPG.json'],
  });
});

test('edited copies and the videos of motion photos share the JSON file of their original or still (8, 11, 12)', () => {
  const files = [
    'IMG.jpg',
    'IMG-edited.jpg',
    'IMG(1).HEIC',
    'IMG-편집됨(1).jpg',
    'IMG(1).MP4',
    'PXL.MP.jpg',
    'PXL.MP',
    'PXL.MP~2',
    'only.MP4',
  ];
  const { matches, unmatched } = match(files, [
    ['IMG.jpg.json', 'IMG.jpg'],
    ['IMG.HEIC(1).json', 'IMG.HEIC'],
    ['PXL.MP.jpg.json', 'PXL.MP.jpg'],
  ]);
  expect(matches).toEqual({
    'IMG.jpg': ['IMG.jpg.json', 'name'],
    'IMG-edited.jpg': ['IMG.jpg.json', 'edited'],
    'IMG(1).HEIC': ['IMG.HEIC(1).json', 'name'],
    'IMG-편집됨(1).jpg': ['IMG.HEIC(1).json', 'edited'],
    'IMG(1).MP4': ['IMG.HEIC(1).json', 'motion'],
    'PXL.MP.jpg': ['PXL.MP.jpg.json', 'name'],
    'PXL.MP': ['PXL.MP.jpg.json', 'motion'],
    'PXL.MP~2': ['PXL.MP.jpg.json', 'motion'],
  });
  expect(unmatched).toEqual(['only.MP4']);
});

test('a tie is decided by the title, else by nobody (15)', () => {
  const [a, b] = [`${LONG.slice(0, 46)}a.jpg`, `${LONG.slice(0, 46)}b.jpg`];
  const json = `${LONG.slice(0, 46)}.json`;
  expect(match([a, b], [[json, `${LONG.slice(0, 46)}bcd.jpg`]])).toEqual({
    matches: { [b]: [json, 'cut'] },
    ambiguous: [],
    unmatched: [a],
    unused: [],
  });
  expect(match([a, b], [[json, '']])).toEqual({ matches: {}, ambiguous: [a, b], unmatched: [], unused: [] });
  expect(match(['설악산.jpg', '설악산.png'], [['설악산.json', '설악산']]).ambiguous).toEqual([
    '설악산.jpg',
    '설악산.png',
  ]);
  expect(match(['설악산.mp4', '설악산.jpg'], [['설악산.json', '설악산']]).matches).toEqual({
    '설악산.jpg': ['설악산.json', 'no-extension'],
    '설악산.mp4': ['설악산.json', 'motion'],
  });
});

test('only files of the same folder belong together, and a JSON file with two claims is used once', () => {
  const files = [
    { folder: FOLDER, name: 'IMG.jpg' },
    { folder: 'Takeout/Google 포토/설날'.normalize('NFD'), name: 'IMG.jpg' },
  ];
  const sidecar = sidecarOf('IMG.jpg.json', 'IMG.jpg', 'Takeout/Google 포토/설날');
  const { matches, unmatched } = matchTakeout(files, [sidecar]);
  expect(matches).toEqual([{ file: files[1], sidecar, rule: 'name' }]);
  expect(unmatched).toEqual([files[0]]);
});

test('a folder of 10,000 files is matched', () => {
  const names = Array.from({ length: 10_000 }, (_, n) => `IMG_${String(n)}.jpg`);
  const { matches } = match(
    names,
    names.map((name) => [`${name}.json`, name] as const),
  );
  expect(Object.keys(matches)).toHaveLength(10_000);
});
