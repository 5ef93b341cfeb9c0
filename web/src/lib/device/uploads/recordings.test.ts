import { expect, test } from 'vitest';
import { joinRecordings } from './recordings.ts';

test('joins the bytes of a recording under the name, folder and time of its first part', async () => {
  const file = (name: string, text: string, folder: string): File =>
    Object.defineProperty(new File([text], name, { lastModified: 7 }), 'webkitRelativePath', {
      value: `${folder}/${name}`,
    });
  const files = await joinRecordings([
    file('VTS_01_2.VOB', 'two', 'dvd'),
    file('VTS_01_1.VOB', 'one', 'dvd'),
    file('1.jpg', 'photo', 'dvd'),
  ]);
  expect(files.map(({ name, webkitRelativePath, lastModified }) => [name, webkitRelativePath, lastModified])).toEqual([
    ['VTS_01_1.VOB', 'dvd/VTS_01_1.VOB', 7],
    ['1.jpg', 'dvd/1.jpg', 7],
  ]);
  expect(await files[0]?.text()).toBe('onetwo');
});
