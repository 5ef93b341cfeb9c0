import { expect, test } from 'vitest';
import { readTakeoutJson } from './takeout-json.ts';

const taken = { photoTakenTime: { timestamp: '-86400', formatted: '1969. 12. 31.' } };

test('an item has its date, texts, place, people and flags', () => {
  expect(
    readTakeoutJson({
      ...taken,
      title: '돌잔치.jpg',
      description: '할머니 댁',
      creationTime: { timestamp: '1700000000' },
      geoData: { latitude: 0, longitude: 0, altitude: 0 },
      geoDataExif: { latitude: 37.5, longitude: 127, altitude: 20 },
      people: [{ name: '한상철' }],
      favorited: true,
      archived: true,
    }),
  ).toEqual({
    item: {
      ...{
        title: '돌잔치.jpg',
        takenAt: -86_400_000,
        uploadedAt: 1_700_000_000_000,
        description: '할머니 댁',
        people: ['한상철'],
      },
      ...{
        place: { latitude: 37.5, longitude: 127, altitude: 20 },
        isFavourite: true,
        isArchived: true,
        isTrashed: false,
      },
    },
  });
});

test('what is wrong or missing counts as absent', () => {
  const wrong = { title: 7, description: null, geoData: { latitude: 99, longitude: 1 }, people: 'x', trashed: 'yes' };
  expect(readTakeoutJson({ ...taken, ...wrong })).toEqual({
    item: {
      ...{ title: '', takenAt: -86_400_000, description: '', people: [] },
      ...{ isFavourite: false, isArchived: false, isTrashed: false },
    },
  });
});

test('an album has a title, in both forms; other JSON is neither', () => {
  const album = { title: '설날', description: '' };
  expect(readTakeoutJson({ title: '설날', date: { timestamp: '1' } })).toEqual({ album });
  expect(readTakeoutJson({ albumData: { title: '설날', description: '' } })).toEqual({ album });
  for (const other of [undefined, 7, [], {}, { title: '' }, { albumData: 7 }])
    expect(readTakeoutJson(other)).toBeUndefined();
});
