import { expect, it } from 'vitest';
import { instantOf, readICloud } from './read-icloud.ts';

it('reads the dates of iCloud, and nothing else', () => {
  expect(instantOf('Saturday June 4,2022 12:11 PM GMT')).toBe(Date.UTC(2022, 5, 4, 12, 11));
  expect(instantOf('Monday May 2,2022 12:05 AM GMT')).toBe(Date.UTC(2022, 4, 2, 0, 5));
  expect(instantOf('Friday December 31,1999 11:59 PM GMT')).toBe(Date.UTC(1999, 11, 31, 23, 59));
  for (const wrong of ['', 'Monday Foo 2,2022 1:05 AM GMT', '2022-06-04']) expect(instantOf(wrong)).toBeUndefined();
});

it('takes a list that no program can have written for an empty one', async () => {
  const texts = ['imgName\na.jpg', `Images\n"${'""'.repeat(12 << 20)}`];
  const lists = ['Photo Details.csv', 'Photo Details-1.csv'].map((name) => ({ name, type: 'not-media' }));
  const photo = { name: 'a.jpg', type: 'media' };
  const { media } = await readICloud([...lists, photo], (file) => Promise.resolve(texts[lists.indexOf(file)] ?? ''));
  expect([...media.keys()]).toEqual([photo]);
});
