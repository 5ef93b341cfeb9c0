import { expect, test } from 'vitest';
import { readMetadata, type Metadata } from './metadata.ts';
import { Reader, type BadDocument } from '../read.ts';

const read = (document: unknown): Metadata => readMetadata(new Reader('item', document));
const scan = { local: '2024-01-02T10:00:00', precision: 'second', source: 'exif' } as const;

test('what is known comes back, and nothing else', () => {
  const about = {
    digitisedAt: scan,
    place: { latitude: -90, longitude: 180 },
    placeName: '설악산',
    camera: 'NIKON D90',
    caption: '대청봉에서',
    people: ['영숙'],
  };
  expect(read({ ...about, takenAt: { ...scan, source: 'folder' } })).toEqual({
    ...about,
    taken: { ...scan, source: 'folder' },
  });
  expect(read({})).toEqual({});
});

test.each<[string, unknown, string?]>([
  ['takenAt', 'yesterday', 'the document'],
  ['digitisedAt', { ...scan, source: 'scanner' }, 'source'],
  ['place', { latitude: 90.1, longitude: 0 }, 'latitude'],
  ['place', { latitude: 0, longitude: -180.1 }, 'longitude'],
  ['place', { latitude: '1', longitude: 1 }, 'latitude'],
  ['place', { latitude: 1, longitude: 1, altitude: Number.NaN }, 'altitude'],
  ['placeName', 1],
  ['camera', ['NIKON']],
  ['caption', {}],
  ['people', '영숙'],
  ['people', [1]],
])('it is refused for its %s %j', (field, value, inner) => {
  expect(() => read({ [field]: value })).toThrow(expect.objectContaining({ field: inner ?? field }) as BadDocument);
});
