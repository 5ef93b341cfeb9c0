import { describe, expect, test } from 'vitest';
import { ALL, type AlbumId, type ItemId, type Uid } from '../ids.ts';
import type { Item, MediaInfo } from '../library/item.ts';
import { isLivePhotoPair, MAX_LIVE_VIDEO_S, pairingKeys } from './live-photo.ts';

const of = { uploader: 'mum' as Uid, folder: '2019/제주', fileName: 'IMG_0001.HEIC' };
const photo: MediaInfo = { kind: 'photo', format: 'heic', rungs: [] };
const video: MediaInfo = { kind: 'video', format: 'mov', duration: 2.8, rungs: ['1080'] };
const NAME = 'name:mum/2019/제주/img_0001';

describe('the keys of a half', () => {
  test.each<[string, MediaInfo, string | undefined, string[]]>([
    ['a photo with an identifier', photo, 'ID', ['apple:ID', NAME]],
    ['a photo without', photo, undefined, [NAME]],
    ['a short video', video, undefined, [NAME]],
    ['a long video with an identifier', { ...video, duration: MAX_LIVE_VIDEO_S + 1 }, 'ID', ['apple:ID']],
    ['a long video without', { ...video, duration: MAX_LIVE_VIDEO_S + 1 }, undefined, []],
    ['a photo that no camera of Apple writes', { ...photo, format: 'png' }, 'ID', []],
    ['a photo that cannot be shown', { ...photo, isUnseen: true }, 'ID', []],
    ['a sound', { kind: 'sound', format: 'm4a', rungs: [] }, 'ID', []],
  ])('%s', (_, made, identifier, expected) => {
    expect(pairingKeys(of, made, identifier)).toEqual(expected);
  });

  test('are the same whatever the ending and the form of the name, and none where it is too long', () => {
    expect(pairingKeys({ ...of, fileName: 'img_0001.mov' }, video, undefined)).toEqual([NAME]);
    const long = { ...of, folder: 'a'.repeat(400) };
    expect(pairingKeys(long, video, undefined)).toEqual([]);
  });
});

const taken = (local: string): MediaInfo['taken'] => ({ local, precision: 'second', source: 'exif' });
const itemOf = (made: MediaInfo, more: Partial<Item> = {}): Item => ({
  ...of,
  ...{ state: 'ready', size: 1, albums: [ALL], addedAt: 1, rev: 1, made },
  ...more,
});

describe('a pair', () => {
  const still = { ...photo, pairing: ['apple:ID', NAME], taken: taken('2019-05-03T14:10:00') } as MediaInfo;
  const moving = { ...video, pairing: ['apple:ID'] };
  const named = { ...video, pairing: [NAME], taken: taken('2019-05-03T14:10:02') } as MediaInfo;
  const summer = 'abcdefghij234567abcd' as AlbumId;

  test.each<[string, Item, Item, boolean]>([
    ['of one identifier', itemOf(still), itemOf(moving), true],
    ['of one name and one time', itemOf(still), itemOf(named), true],
    [
      'of one name at another time',
      itemOf(still),
      itemOf({ ...named, taken: taken('2019-05-03T14:11:00') } as MediaInfo),
      false,
    ],
    ['of one name at no time', itemOf(still), itemOf({ ...video, pairing: [NAME] }), false],
    ['of nothing in common', itemOf(still), itemOf({ ...video, pairing: ['apple:OTHER'] }), false],
    ['the wrong way round', itemOf(moving), itemOf(still), false],
    ['of which one is being made', itemOf(still), itemOf(moving, { state: 'processing' }), false],
    ['whose video is seen where the photo is not', itemOf(still), itemOf(moving, { albums: [summer] }), false],
    ['of which nobody sees the video yet', itemOf(still), itemOf(moving, { albums: [] }), false],
    ['whose photo has a moment of its own', itemOf({ ...still, rungs: ['720'] }), itemOf(moving), false],
    ['that is one already', itemOf({ ...still, rungs: ['720'] }, { live: 'v' as ItemId }), itemOf(moving), true],
  ])('%s', (_, a, b, expected) => {
    expect(isLivePhotoPair(a, b)).toBe(expected);
  });

  test('of one name may differ by their zones where both know them', () => {
    const at = (local: string, utc: number): MediaInfo['taken'] => ({
      ...taken(local),
      local,
      utc,
      precision: 'second',
      source: 'exif',
    });
    const one = { ...still, pairing: [NAME], taken: at('2019-05-03T14:10:00', 1000) } as MediaInfo;
    expect(
      isLivePhotoPair(itemOf(one), itemOf({ ...named, taken: at('2019-05-03T05:10:00', 2000) } as MediaInfo)),
    ).toBe(true);
  });
});
