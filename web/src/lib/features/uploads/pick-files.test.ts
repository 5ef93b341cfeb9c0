import { afterEach, expect, test, vi } from 'vitest';
import { pickFiles, pickSources, type PickSource } from './pick-files.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('a phone has a camera, a computer has folders', () => {
  const sourcesOf = (pointer: string) =>
    pickSources({ matchMedia: (query) => ({ matches: query.includes(pointer) }) as MediaQueryList });
  expect(sourcesOf('coarse')).toEqual(['photo', 'video']);
  expect(sourcesOf('fine')).toEqual(['folder']);
});

/** Chooses files in the input that `pickFiles` opens; returns its attributes and the files that were reported. */
function pick(source: PickSource, paths: readonly string[]) {
  const click = vi.spyOn(HTMLInputElement.prototype, 'click').mockImplementation(() => undefined);
  const reported: string[][] = [];
  pickFiles(source, (files) => reported.push(files.map(({ name }) => name)));
  const [input] = click.mock.contexts as HTMLInputElement[];
  const files = paths.map((path) =>
    Object.defineProperty(new File(['1'], path.split('/').at(-1) ?? ''), 'webkitRelativePath', { value: path }),
  );
  Object.defineProperty(input, 'files', { value: files });
  input?.dispatchEvent(new Event('change'));
  return { attributes: input?.getAttributeNames(), reported };
}

test('reports the files of a folder without those of the system', () => {
  const { attributes, reported } = pick('folder', [
    '사진/1.jpg',
    '사진/.DS_Store',
    '사진/@eaDir/1.jpg',
    '사진/Thumbs.db',
  ]);
  expect(attributes).toContain('webkitdirectory');
  expect(reported).toEqual([['1.jpg']]);
});

test('opens the camera, and reports nothing if nothing was taken', () => {
  const { attributes, reported } = pick('photo', []);
  expect(attributes).toEqual(expect.arrayContaining(['accept', 'capture']));
  expect(reported).toEqual([]);
});
