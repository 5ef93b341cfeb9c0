import { describe, expect, test } from 'vitest';
import type { VideoTimestamps } from '../ports/videos.ts';
import { datesOfVideo } from './video-date.ts';

const NOW = Date.UTC(2026, 5, 1);
const datesOf = (timestamps: VideoTimestamps, isTapeFormat = false) =>
  datesOfVideo(timestamps, isTapeFormat ? { isTapeFormat } : {}, NOW, 'Asia/Seoul');
const videoDate = (timestamps: VideoTimestamps): unknown => datesOf(timestamps).takenAt;

describe('a video', () => {
  test('has the time of its container, in the time zone of the library', () => {
    expect(videoDate({ created: '2021-08-15T17:00:00.000000Z' })).toEqual({
      local: '2021-08-16T02:00:00',
      utc: Date.UTC(2021, 7, 15, 17),
      precision: 'second',
      source: 'container',
    });
  });

  test('from an iPhone has its own offset', () => {
    const timestamps = { created: '2021-08-15T17:00:00Z', apple: '2021-08-15T13:00:00-0400' };
    expect(videoDate(timestamps)).toMatchObject({
      local: '2021-08-15T13:00:00',
      offset: -240,
      utc: Date.UTC(2021, 7, 15, 17),
    });
  });

  test.each([
    ['1904-01-01T00:00:00Z'],
    ['1970-01-01T00:00:00Z'],
    ['1600-01-01T00:00:00Z'],
    ['2027-01-01T00:00:00Z'],
    ['171546-01-01T00:00:00Z'],
    ['+171546-01-01T00:00:00Z'],
    ['0000-00-00T00:00:00Z'],
    ['no date'],
  ])('with the date %s is undated', (created) => {
    expect(videoDate({ created })).toBeUndefined();
  });

  test.each<[VideoTimestamps, string, number?]>([
    [{ local: '2008-05-03 14:12:40' }, '2008-05-03T14:12:40'],
    [{ tagged: '2008-05-03T14:12:40+01:00', created: '2008-05-03T13:13:00Z' }, '2008-05-03T14:12:40', 60],
    [{ apple: '2008-05-03T14:12:40.000+01:00' }, '2008-05-03T14:12:40', 60],
    [{ tagged: '2008-05-03T05:12:40Z' }, '2008-05-03T14:12:40'],
    [{ tagged: '2008-05-03 14:12:40' }, '2008-05-03T14:12:40'],
    [{ tagged: '2009-05-03 14:12:40', created: '2008-05-03T05:12:40Z' }, '2008-05-03T14:12:40'],
    [{ tagged: '2009-05-03', local: '2008-05-03 14:12:40' }, '2008-05-03T14:12:40'],
    [{ recorded: '2008-05-03T14:12:40', created: '2012-05-03T05:12:40Z' }, '2008-05-03T14:12:40'],
  ])('with %j was captured at %s, offset %s', (timestamps, local, offset) => {
    expect(videoDate(timestamps)).toMatchObject({ local, precision: 'second', source: 'container' });
    expect((videoDate(timestamps) as { offset?: number }).offset).toBe(offset);
  });

  test('with the date of a day or a year', () => {
    expect(videoDate({ tagged: '2008-05-03' })).toEqual({
      local: '2008-05-03T00:00:00',
      precision: 'day',
      source: 'container',
    });
    expect(videoDate({ tagged: '2008' })).toBeUndefined();
    expect(videoDate({ tagged: '2099-05-03', local: '2099-05-03 14:12:40', recorded: '2099-05-03' })).toBeUndefined();
    expect(videoDate({ created: '2001-01-01T00:00:00Z' })).toBeUndefined();
  });

  test('of a tape was captured when the camcorder recorded it', () => {
    const timestamps = { recorded: '1999-08-15T10:00:00', local: '2008-05-03 14:12:40' };
    expect(datesOf(timestamps, true)).toMatchObject({
      takenAt: { local: '1999-08-15T10:00:00' },
      digitizedAt: { local: '2008-05-03T14:12:40' },
    });
    expect(datesOf({ local: timestamps.local }, true)).toEqual({
      digitizedAt: { local: '2008-05-03T14:12:40', precision: 'second', source: 'container' },
    });
  });
});
