import { describe, expect, test } from 'vitest';
import { ALL, type AlbumId, type ItemId, type Uid } from '../ids.ts';
import type { Item, MediaInfo } from '../library/item.ts';
import { isLivePhotoPair, MAX_LIVE_VIDEO_S, pairingKeys } from './live-photo.ts';

const source = { uploader: 'mum' as Uid, folder: '2019/제주', fileName: 'IMG_0001.HEIC' };
const photo: MediaInfo = { kind: 'photo', format: 'heic', variants: [] };
const video: MediaInfo = { kind: 'video', format: 'mov', duration: 2.8, variants: ['1080'] };
const NAME = 'name:mum/2019/제주/img_0001';

describe('pairing keys', () => {
  test.each<[string, MediaInfo, string | undefined, string[]]>([
    ['photo with an identifier', photo, 'ID', ['apple:ID', NAME]],
    ['photo without an identifier', photo, undefined, [NAME]],
    ['short video', video, undefined, [NAME]],
    ['long video with an identifier', { ...video, duration: MAX_LIVE_VIDEO_S + 1 }, 'ID', ['apple:ID']],
    ['long video without an identifier', { ...video, duration: MAX_LIVE_VIDEO_S + 1 }, undefined, []],
    ['photo in a format that Apple cameras do not write', { ...photo, format: 'png' }, 'ID', []],
    ['photo that cannot be displayed', { ...photo, isUnsupported: true }, 'ID', []],
    ['sound', { kind: 'sound', format: 'm4a', variants: [] }, 'ID', []],
  ])('%s', (_, mediaInfo, identifier, expected) => {
    expect(pairingKeys(source, mediaInfo, identifier)).toEqual(expected);
  });

  test('ignore extension and case of the file name', () => {
    expect(pairingKeys({ ...source, fileName: 'img_0001.mov' }, video, undefined)).toEqual([NAME]);
  });

  test('omit a name that is too long', () => {
    expect(pairingKeys({ ...source, folder: 'a'.repeat(400) }, video, undefined)).toEqual([]);
  });
});

const takenAt = (local: string): MediaInfo['takenAt'] => ({ local, precision: 'second', source: 'exif' });
const itemOf = (mediaInfo: MediaInfo, more: Partial<Item> = {}): Item => ({
  ...source,
  ...{ state: 'ready', size: 1, albums: [ALL], addedAt: 1, rev: 1, mediaInfo },
  ...more,
});

describe('isLivePhotoPair', () => {
  const image = { ...photo, pairing: ['apple:ID', NAME], takenAt: takenAt('2019-05-03T14:10:00') } as MediaInfo;
  const clip = { ...video, pairing: ['apple:ID'] };
  const named = { ...video, pairing: [NAME], takenAt: takenAt('2019-05-03T14:10:02') } as MediaInfo;
  const summer = 'abcdefghij234567abcd' as AlbumId;

  test.each<[string, Item, Item, boolean]>([
    ['same identifier', itemOf(image), itemOf(clip), true],
    ['same name and time', itemOf(image), itemOf(named), true],
    [
      'same name, different time',
      itemOf(image),
      itemOf({ ...named, takenAt: takenAt('2019-05-03T14:11:00') } as MediaInfo),
      false,
    ],
    ['same name, unknown time', itemOf(image), itemOf({ ...video, pairing: [NAME] }), false],
    ['nothing in common', itemOf(image), itemOf({ ...video, pairing: ['apple:OTHER'] }), false],
    ['photo and video swapped', itemOf(clip), itemOf(image), false],
    ['video still processing', itemOf(image), itemOf(clip, { state: 'processing' }), false],
    ['video in an album without the photo', itemOf(image), itemOf(clip, { albums: [summer] }), false],
    ['video in no album', itemOf(image), itemOf(clip, { albums: [] }), false],
    ['both in the trash', itemOf(image, { trashedAt: 1 }), itemOf(clip, { trashedAt: 1 }), true],
    ['both deleted from the trash', itemOf(image, { deletedAt: 1 }), itemOf(clip, { deletedAt: 1 }), false],
    ['photo in the trash', itemOf(image, { trashedAt: 1 }), itemOf(clip), false],
    ['video in the trash', itemOf(image), itemOf(clip, { trashedAt: 1 }), false],
    ['photo with a motion clip of its own', itemOf({ ...image, variants: ['720'] }), itemOf(clip), false],
    ['already paired', itemOf({ ...image, variants: ['720'] }, { motionVideo: 'v' as ItemId }), itemOf(clip), true],
  ])('%s', (_, a, b, expected) => {
    expect(isLivePhotoPair(a, b)).toBe(expected);
  });

  test('compares UTC times if both are known, so that time zones may differ', () => {
    const at = (local: string, utc: number): MediaInfo['takenAt'] => ({
      ...takenAt(local),
      local,
      utc,
      precision: 'second',
      source: 'exif',
    });
    const one = { ...image, pairing: [NAME], takenAt: at('2019-05-03T14:10:00', 1000) } as MediaInfo;
    expect(
      isLivePhotoPair(itemOf(one), itemOf({ ...named, takenAt: at('2019-05-03T05:10:00', 2000) } as MediaInfo)),
    ).toBe(true);
  });
});
