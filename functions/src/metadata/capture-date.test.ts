import { describe, expect, test } from 'vitest';
import type { ImageTimestamps, ImageMetadata } from '../ports/images.ts';
import { datesOfImage } from './capture-date.ts';

const NOW = Date.UTC(2026, 5, 1);
const SEOUL = 'Asia/Seoul';
const datesOf = (timestamps: ImageTimestamps, metadata: Omit<ImageMetadata, 'timestamps'> = {}) =>
  datesOfImage({ ...metadata, timestamps }, NOW, SEOUL);
const imageDate = (timestamps: ImageTimestamps): unknown => datesOf(timestamps).takenAt;
const CAMERA = { model: 'NIKON D90', hasExposure: true };

describe('a photo', () => {
  test('has its EXIF date and offset', () => {
    expect(imageDate({ original: '2019:05:03 14:10:00', offset: '+09:00' })).toEqual({
      local: '2019-05-03T14:10:00',
      offset: 540,
      utc: Date.UTC(2019, 4, 3, 5, 10),
      precision: 'second',
      source: 'exif',
    });
    expect(imageDate({ original: '2019:05:03 14:10:00' })).toEqual({
      local: '2019-05-03T14:10:00',
      precision: 'second',
      source: 'exif',
    });
  });

  test.each([
    ['-08:00', -480],
    ['+05:45', 345],
    ['+14:00', 840],
    ['Z', 0],
    ['+14:15', undefined],
    ['+09:07', undefined],
    ['   :  ', undefined],
    ['Seoul', undefined],
  ])('with offset %j is %s minutes from UTC', (offset, minutes) => {
    expect(imageDate({ original: '2019:05:03 14:10:00', offset })).toMatchObject({ source: 'exif' });
    expect((imageDate({ original: '2019:05:03 14:10:00', offset }) as { offset?: number }).offset).toBe(minutes);
  });

  test('gets its offset from GPS if both times match', () => {
    const gps = { gpsDate: '2019:03:21', gpsTime: [16, 4, 21.01] };
    expect(imageDate({ original: '2019:03:21 11:04:22', ...gps })).toMatchObject({ offset: -300, source: 'exif' });
    // A GPS fix that is minutes old does not determine an offset.
    expect(imageDate({ original: '2019:03:21 11:09:22', ...gps })).toEqual({
      local: '2019-03-21T11:09:22',
      precision: 'second',
      source: 'exif',
    });
    // A clock that was never set is days off.
    expect(imageDate({ original: '2016:05:01 00:00:12', ...gps })).not.toHaveProperty('offset');
    // January 1 is rejected if GPS disagrees.
    expect(imageDate({ original: '2016:01:01 00:00:12', ...gps })).toMatchObject({ source: 'gps' });
    expect(imageDate({ original: '2016:01:01 00:00:12' })).toMatchObject({ local: '2016-01-01T00:00:12' });
  });

  test('without an EXIF date has the GPS time, in the time zone of the library', () => {
    expect(imageDate({ gpsDate: '2022:01:10', gpsTime: [21, 15, 33.519] })).toEqual({
      local: '2022-01-11T06:15:33',
      utc: Date.UTC(2022, 0, 10, 21, 15, 33),
      precision: 'second',
      source: 'gps',
    });
    expect(imageDate({ gpsDate: '2022:01:10' })).toBeUndefined();
    expect(imageDate({ gpsTime: [21, 15, 33] })).toBeUndefined();
    expect(imageDate({ gpsDate: '2022:01:10', gpsTime: [25, 0, 0] })).toBeUndefined();
  });

  test.each([
    ['0000:00:00 00:00:00'],
    ['    :  :     :  :  '],
    ['1825:12:31 23:59:59'],
    ['2026:06:03 00:00:00'],
    ['2019:02:30 10:00:00'],
    ['2019:13:01 10:00:00'],
    ['2019:05:03 25:00:00'],
    ['1904:01:01 00:00:00'],
    ['1970:01:01 00:00:00'],
    ['1970:01:01 09:00:00'],
    ['1969:12:31 19:00:00'],
    ['1980:01:01 00:00:31'],
    ['171546:01:01 00:00:00'],
    ['9999:12:31 23:59:59'],
    ['2019:05:03 24:00:00'],
    ['\0\0\0\0:\0\0'],
    ['yesterday'],
    [''],
  ])('with the date %j is undated', (original) => {
    expect(imageDate({ original })).toBeUndefined();
  });

  test('may be dated tomorrow, for time zones further east', () => {
    expect(imageDate({ original: '2026:06:01 13:00:00' })).toMatchObject({ local: '2026-06-01T13:00:00' });
  });

  test.each([
    ['1987:08:00 00:00:00', '1987-08-01T00:00:00', 'month'],
    ['1987:00:00 00:00:00', '1987-01-01T00:00:00', 'year'],
    ['1987:08:  ', '1987-08-01T00:00:00', 'month'],
    ['1987:08:15', '1987-08-15T00:00:00', 'day'],
  ])('with the date %j is dated %s, precise to the %s', (original, local, precision) => {
    expect(imageDate({ original, offset: '+09:00' })).toEqual({ local, precision, source: 'exif' });
  });
});

describe('the order of sources', () => {
  const exif = { original: '2019:05:03 14:10:00' };
  const xmp = { xmpOriginal: '2018-05-03T14:10:00' };
  const created = { xmpCreated: '2017-05-03T14:10:00+09:00' };
  const iptc = { iptcDate: '20160503', iptcTime: '141000+0900' };
  const gps = { gpsDate: '2015:05:03', gpsTime: [5, 10, 0] };
  const digitized = { xmpDigitized: '2020-05-03T14:10:00' };
  const all = { ...gps, ...iptc, ...created, ...xmp, ...exif };

  test('is EXIF, XMP, IPTC, GPS', () => {
    expect(imageDate(all)).toMatchObject({ local: '2019-05-03T14:10:00', source: 'exif' });
    expect(imageDate({ ...gps, ...iptc, ...created, ...xmp })).toMatchObject({
      local: '2018-05-03T14:10:00',
      source: 'xmp',
    });
    expect(imageDate({ ...gps, ...iptc, ...created })).toMatchObject({ local: '2017-05-03T14:10:00', offset: 540 });
    expect(imageDate({ ...gps, ...iptc })).toMatchObject({ local: '2016-05-03T14:10:00', offset: 540, source: 'xmp' });
    expect(imageDate(gps)).toMatchObject({ local: '2015-05-03T14:10:00', source: 'gps' });
    expect(imageDate({})).toBeUndefined();
  });

  test('skips dates of clocks that were never set', () => {
    expect(imageDate({ ...all, original: '0000:00:00 00:00:00' })).toMatchObject({ source: 'xmp' });
    expect(imageDate({ ...gps, original: '1970:01:01 00:00:00', xmpOriginal: '2099-01-01T00:00:00' })).toMatchObject({
      source: 'gps',
    });
  });

  test('preserves the precision of XMP and IPTC dates', () => {
    expect(imageDate({ xmpCreated: '1987' })).toEqual({
      local: '1987-01-01T00:00:00',
      precision: 'year',
      source: 'xmp',
    });
    expect(imageDate({ xmpCreated: '1987-08' })).toMatchObject({ local: '1987-08-01T00:00:00', precision: 'month' });
    expect(imageDate({ xmpCreated: '2017-05-03T14:10Z' })).toMatchObject({ local: '2017-05-03T14:10:00', offset: 0 });
    expect(imageDate({ iptcDate: '19870815' })).toMatchObject({ local: '1987-08-15T00:00:00', precision: 'day' });
    expect(imageDate({ iptcDate: '19870000' })).toMatchObject({ local: '1987-01-01T00:00:00', precision: 'year' });
    expect(imageDate({ iptcTime: '143000+0000' })).toBeUndefined();
  });

  test('includes GPS times in XMP', () => {
    expect(imageDate({ xmpGps: '2023-11-15T12:30:00Z' })).toMatchObject({
      local: '2023-11-15T21:30:00',
      utc: Date.UTC(2023, 10, 15, 12, 30),
      source: 'gps',
    });
    const timestamps = { xmpCreated: '2022-01-10T15:15:44.31', gpsDate: '2022:01:10', gpsTime: [21, 15, 33.519] };
    expect(imageDate(timestamps)).toMatchObject({ local: '2022-01-10T15:15:44', offset: -360, source: 'xmp' });
  });

  test('ends with the last change of a photo by a camera, whose GPS may confirm it', () => {
    const modified = { modified: '2008:05:03 14:12:40' };
    const changedAt = { local: '2008-05-03T14:12:40', precision: 'second', source: 'exif', isUncertain: true };
    expect(datesOf(modified, CAMERA)).toEqual({ changedAt });
    expect(datesOf(modified)).toEqual({});
    expect(datesOf({ modified: '2099:05:03 14:12:40' }, CAMERA)).toEqual({});
    expect(datesOf({ ...modified, ...exif }, CAMERA)).toEqual({ takenAt: datesOf(exif).takenAt });
    expect(datesOf({ ...modified, gpsDate: '2008:05:03', gpsTime: [5, 12, 30] }, CAMERA).takenAt).toMatchObject({
      local: '2008-05-03T14:12:40',
      offset: 540,
      source: 'exif',
    });
    expect(datesOf({ ...modified, ...gps }, CAMERA)).toMatchObject({ takenAt: { source: 'gps' }, changedAt });
  });

  test('includes the digitization date of cameras only', () => {
    expect(datesOf(digitized, CAMERA)).toMatchObject({ takenAt: { local: '2020-05-03T14:10:00', source: 'xmp' } });
    expect(datesOf(digitized)).toEqual({
      digitizedAt: { local: '2020-05-03T14:10:00', precision: 'second', source: 'xmp' },
    });
    expect(datesOf({ digitized: '2020:05:03 14:10:00' }, CAMERA)).toHaveProperty('takenAt');
  });
});
