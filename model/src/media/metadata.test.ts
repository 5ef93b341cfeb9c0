import { expect, test } from 'vitest';
import * as v from 'valibot';
import { metadataFields, type Metadata } from './metadata.ts';
import { parse, type BadDocument } from '../schema.ts';

const read = (document: unknown): Metadata => parse('item', v.object(metadataFields), document);
const scan = { local: '2024-01-02T10:00:00', precision: 'second', source: 'exif' } as const;

test('returns the fields that are set, and no others', () => {
  const metadata = {
    digitizedAt: scan,
    place: { latitude: -90, longitude: 180 },
    placeName: '설악산',
    camera: 'NIKON D90',
    caption: '대청봉에서',
    people: ['영숙'],
  };
  expect(read({ ...metadata, takenAt: { ...scan, source: 'folder' } })).toEqual({
    ...metadata,
    takenAt: { ...scan, source: 'folder' },
  });
  expect(read({})).toEqual({});
});

test.each<[string, unknown, string?]>([
  ['takenAt', 'yesterday'],
  ['digitizedAt', { ...scan, source: 'scanner' }, 'source'],
  ['place', { latitude: 90.1, longitude: 0 }, 'latitude'],
  ['place', { latitude: 0, longitude: -180.1 }, 'longitude'],
  ['place', { latitude: '1', longitude: 1 }, 'latitude'],
  ['place', { latitude: 1, longitude: 1, altitude: Number.NaN }, 'altitude'],
  ['placeName', 1],
  ['camera', ['NIKON']],
  ['caption', {}],
  ['people', '영숙'],
  ['people', [1], '0'],
])('rejects %s %j', (field, value, inner) => {
  expect(() => read({ [field]: value })).toThrow(
    expect.objectContaining({ field: inner === undefined ? field : `${field}.${inner}` }) as BadDocument,
  );
});
