import { MAX_CAPTION, MAX_PEOPLE, MAX_SONG_TEXT, type Sidecar } from '@maru/model';
import { describe, expect, test } from 'vitest';
import type { ImageMetadata } from '../ports/images.ts';
import { videoMetadata, imageMetadata, cameraName, chooseCaption, peopleNames, toCoordinates } from './metadata.ts';

const contextFor = (fileName: string, folder?: string) => ({
  named: { fileName, ...(folder !== undefined && { folder }) },
  now: Date.UTC(2026, 5, 1),
  timeZone: 'Asia/Seoul',
});
const metadataOf = (metadata: Partial<ImageMetadata>, fileName = 'IMG_0001.JPG', folder?: string) =>
  imageMetadata({ timestamps: {}, ...metadata }, contextFor(fileName, folder));
const scan: ImageMetadata = {
  timestamps: { digitized: '2024:01:02 10:00:00' },
  maker: 'EPSON',
  model: 'Perfection V600',
};

describe('a sidecar', () => {
  const utc = Date.UTC(2019, 4, 3, 5, 10);
  const of = (metadata: Partial<ImageMetadata>, sidecar: Sidecar, fileName = 'image.jpg') =>
    imageMetadata({ timestamps: {}, ...metadata }, { ...contextFor(fileName), named: { fileName, sidecar } });
  const exif = { timestamps: { original: '2019:05:03 14:10:00' } };

  test('gives the offset of the clock that shows its instant, and another instant replaces the date', () => {
    const seoul = { local: '2019-05-03T14:10:00', precision: 'second', utc };
    expect(of(exif, { takenAt: utc }).takenAt).toEqual({ ...seoul, source: 'exif', offset: 540 });
    // iCloud leaves out the seconds.
    const own = { timestamps: { original: '2019:05:03 07:10:42', offset: '+02:00' } };
    const exact = { local: '2019-05-03T07:10:42', precision: 'second', offset: 120, utc: utc + 42_000, source: 'exif' };
    expect(of(own, { takenAt: utc }).takenAt).toEqual(exact);
    const paris = { local: '2019-05-03T14:10:00', precision: 'second', utc: utc + 7 * 3600_000 };
    expect(of(exif, { takenAt: paris.utc }).takenAt).toEqual({ ...paris, source: 'exif', offset: 120 });
    expect(of(exif, { takenAt: Date.UTC(1987, 4, 3) }).takenAt).toMatchObject({ local: '1987-05-03T09:00:00' });
    expect(of({ timestamps: { ...exif.timestamps, offset: '+02:00' } }, { takenAt: utc }).takenAt).toEqual({
      ...seoul,
      source: 'xmp',
    });
    const name = 'KakaoTalk_20190503_141000.jpg';
    expect(of({}, { takenAt: utc }, name).takenAt).toMatchObject({ source: 'name', offset: 540 });
    expect(of({}, { takenAt: utc }, '2019-05-02.jpg').takenAt).toEqual({ ...seoul, source: 'xmp' });
    const changed = { timestamps: { modified: '2019:05:03 14:10:00' }, hasExposure: true };
    expect(of(changed, { takenAt: utc }).takenAt).toEqual({ ...seoul, source: 'exif', offset: 540 });
    for (const takenAt of [Date.UTC(2090, 1), Date.UTC(1825, 1), -9e15, 9e15]) expect(of({}, { takenAt })).toEqual({});
  });

  test('may write its date out, which replaces another one, and is no better than the same', () => {
    const noon = { local: '2019-05-03T14:10:00', precision: 'second' };
    const written = (date: string, metadata: Partial<ImageMetadata> = exif) => of(metadata, { date }).takenAt;
    expect(written('2019-05-03T14:10:00')).toEqual({ ...noon, source: 'exif' });
    expect(written('2019-05')).toEqual({ ...noon, source: 'exif' });
    expect(written('2019-05-03T14:10:00.12+02:00')).toEqual({
      ...noon,
      offset: 120,
      utc: utc + 7 * 3600_000,
      source: 'exif',
    });
    // A clock that was corrected by whole hours.
    expect(written('2019:05:03 21:10:00.123')).toEqual({
      local: '2019-05-03T21:10:00',
      precision: 'second',
      source: 'xmp',
    });
    expect(written('1987')).toEqual({ local: '1987-01-01T00:00:00', precision: 'year', source: 'xmp' });
    for (const wrong of ['soon', '2090-01-01', '1970-01-01T00:00:00']) expect(written(wrong)).toMatchObject(noon);
    expect(written('2024-01-02T10:00:00', scan)).toBeUndefined();
    expect(written('1987-08', scan)).toMatchObject({ local: '1987-08-01T00:00:00', source: 'xmp' });
    const named = { fileName: 'a.jpg', folder: '1987 설악산', sidecar: { date: '1987' } };
    expect(imageMetadata({ timestamps: {} }, { ...contextFor('a.jpg'), named }).takenAt?.source).toBe('xmp');
  });

  test('of a scan tells a date only if a person corrected it', () => {
    expect(of(scan, { takenAt: Date.UTC(2024, 0, 2, 1) }).takenAt).toBeUndefined();
    expect(of(scan, { takenAt: Date.UTC(1987, 4, 3) }).takenAt).toMatchObject({ source: 'xmp' });
  });

  test('has the better caption and place, and more people', () => {
    const file = { captions: ['바다'], people: ['엄마'], latitude: 1, longitude: 2 };
    const place = { latitude: 37.5, longitude: 127 };
    const known = { caption: '제주 바다', people: ['엄마', '한상철'], place };
    expect(of(file, known)).toEqual(known);
    expect(of(file, { place: { latitude: 0, longitude: 0 } })).toEqual({ caption: '바다', people: ['엄마'] });
    const video = { ...contextFor('a.mp4'), named: { fileName: 'a.mp4', sidecar: known } };
    expect(videoMetadata({}, { location: '+01.0000+002.0000/' }, video)).toEqual(known);
  });
});

describe('the capture date', () => {
  test('comes from the bytes, else from the file name, else from the folder', () => {
    const exif = { timestamps: { original: '2019:05:03 14:10:00' } };
    const [name, folder] = ['KakaoTalk_20230405_123456789.jpg', '1987 설악산'];
    expect(metadataOf(exif, name, folder)).toMatchObject({ takenAt: { source: 'exif' }, placeName: '설악산' });
    expect(metadataOf({}, name, folder)).toMatchObject({ takenAt: { local: '2023-04-05T12:34:56', source: 'name' } });
    expect(metadataOf({}, 'image.jpg', folder)).toEqual({
      takenAt: { local: '1987-01-01T00:00:00', precision: 'year', source: 'folder' },
      placeName: '설악산',
    });
    expect(metadataOf({}, 'image.jpg', 'DCIM')).toEqual({});
  });

  test('is that of a name rather than of the last change, and that rather than of a folder', () => {
    const changed = { timestamps: { modified: '2019:05:03 14:10:00' }, model: 'NIKON D90' };
    expect(metadataOf(changed, '2008-05-03.jpg', '1987 설악산').takenAt).toMatchObject({ source: 'name' });
    expect(metadataOf(changed, 'a.jpg', '1987 설악산').takenAt).toMatchObject({ source: 'exif', isUncertain: true });
  });

  test('of a scan comes from the folder, not from its timestamps or the name the scanner gave', () => {
    expect(metadataOf(scan, 'scan0001.jpg', '1987 설악산')).toEqual({
      takenAt: { local: '1987-01-01T00:00:00', precision: 'year', source: 'folder' },
      digitizedAt: { local: '2024-01-02T10:00:00', precision: 'second', source: 'exif' },
      placeName: '설악산',
    });
    for (const [name, folder] of [
      ['20240102_100000.jpg', 'DCIM'],
      ['IMG_20240102_100000.jpg', '2024-01-02'],
      ['img001.jpg', '2024.01.02'],
      ['img001.jpg', '스캔 2024'],
      ['img001.jpg', '2025 여름'],
    ])
      expect(metadataOf(scan, name, folder), `${String(folder)}/${String(name)}`).not.toHaveProperty('takenAt');
    expect(metadataOf(scan, 'img001.jpg', '2023-12 연말')).toMatchObject({ takenAt: { local: '2023-12-01T00:00:00' } });
  });

  test('of a tape comes from the folder', () => {
    const clock = { created: '2024-01-02T01:00:00Z' };
    expect(videoMetadata(clock, { isTapeFormat: true }, contextFor('tape.avi', '92년 여름 속초'))).toMatchObject({
      takenAt: { local: '1992-07-01T00:00:00', precision: 'year', source: 'folder' },
      digitizedAt: { local: '2024-01-02T10:00:00' },
      placeName: '속초',
    });
    expect(videoMetadata(clock, {}, contextFor('VID_20150405_123456.mp4'))).toMatchObject({
      takenAt: { source: 'container' },
    });
    const converted = videoMetadata(clock, { software: ['HandBrake 1.6'] }, contextFor('VID_20150405_123456.mp4'));
    expect(converted.takenAt).toMatchObject({ local: '2015-04-05T12:34:56', source: 'name' });
  });
});

describe('the place', () => {
  test.each([
    [{ latitude: 38.119444, longitude: 128.465556, altitude: 1708.24 }, { altitude: 1708.2 }],
    [{ latitude: -90, longitude: 180 }, {}],
    [{ latitude: 51.47, longitude: 0 }, {}],
    [{ latitude: 1, longitude: 1, altitude: 20_001 }, { altitude: undefined }],
    [{ latitude: 1, longitude: 1, altitude: Number.NaN }, { altitude: undefined }],
  ])('accepts %j', (input, more) => {
    const { latitude, longitude } = input;
    expect(toCoordinates(input)).toEqual(JSON.parse(JSON.stringify({ latitude, longitude, ...more })));
  });

  test.each([
    [{}],
    [{ latitude: 1 }],
    [{ latitude: 0, longitude: 0 }],
    [{ latitude: 90.01, longitude: 0 }],
    [{ latitude: 1, longitude: 180.01 }],
    [{ latitude: Number.NaN, longitude: Number.NaN }],
    [{ latitude: Infinity, longitude: 1 }],
  ])('rejects %j', (input) => {
    expect(toCoordinates(input)).toBeUndefined();
  });

  test('of a video comes from its container', () => {
    const videoWith = (location: string) =>
      videoMetadata({}, { location, maker: 'Apple', model: 'iPhone 7' }, contextFor('a.mov'));
    expect(videoWith('+37.5665+126.9780+038.0/')).toEqual({
      place: { latitude: 37.5665, longitude: 126.978, altitude: 38 },
      camera: 'Apple iPhone 7',
    });
    expect(videoWith('-33.8688+151.2093/').place).toEqual({ latitude: -33.8688, longitude: 151.2093 });
    for (const location of ['+00.0000+000.0000/', 'Seoul', '+99+200/'])
      expect(videoWith(location)).not.toHaveProperty('place');
  });
});

test('of a sound come its title, artist, album and place in it, and at last its date', () => {
  const tags = {
    title: '  봄날\0은\r\n간다 ',
    artist: '아빠',
    album: 'Unknown Album',
    track: '03/12',
    disc: '0',
    date: '1987',
  };
  expect(videoMetadata({}, tags, contextFor('봄날은 간다.mp3'))).toEqual({
    caption: '봄날 은 간다',
    song: { artist: '아빠', track: 3 },
    takenAt: { local: '1987-01-01T00:00:00', precision: 'about', source: 'container' },
  });
  expect(videoMetadata({}, tags, contextFor('VID_20150405_123456.mp3')).takenAt).toMatchObject({ source: 'name' });
  expect(videoMetadata({}, { ...tags, date: '1987-05-03T10:00:00' }, contextFor('a.mp3')).takenAt).toMatchObject({
    local: '1987-05-03T00:00:00',
    precision: 'day',
  });
  const long = videoMetadata({}, { artist: '가'.repeat(10_000), date: '9999', track: '99999' }, contextFor('a.mp3'));
  expect([long.song?.artist?.length, long.song?.track, long.takenAt]).toEqual([MAX_SONG_TEXT, undefined, undefined]);
});

test.each([
  ['NIKON CORPORATION', 'NIKON D90', 'NIKON D90'],
  ['Canon', 'Canon EOS 5D', 'Canon EOS 5D'],
  ['EASTMAN KODAK COMPANY', 'KODAK EASYSHARE C713', 'KODAK EASYSHARE C713'],
  ['OLYMPUS IMAGING CORP.', 'E-M10', 'OLYMPUS E-M10'],
  ['CASIO COMPUTER CO.,LTD.', 'EX-Z750', 'CASIO EX-Z750'],
  ['FUJI PHOTO FILM CO., LTD.', 'FinePix F10', 'FUJI FinePix F10'],
  ['Apple', 'iPhone 7', 'Apple iPhone 7'],
  ['samsung', 'SM-S906U', 'samsung SM-S906U'],
  ['SONY  ', 'DSC-W5\u0000', 'SONY DSC-W5'],
  ['', 'COOLPIX', 'COOLPIX'],
  [undefined, undefined, undefined],
  ['x'.repeat(60), 'y'.repeat(60), undefined],
])('the camera name from %j and %j is %j', (maker, model, camera) => {
  expect(cameraName(maker, model)).toBe(camera);
});

test('a scanner is not a camera', () => {
  expect(metadataOf(scan)).not.toHaveProperty('camera');
});

describe('a caption', () => {
  test.each([
    'OLYMPUS DIGITAL CAMERA',
    'OLYMPUS DIGITAL CAMERA         ',
    'SONY DSC',
    'KONICA MINOLTA DIGITAL CAMERA',
    'DCF 1.0',
    'Exif_JPEG_PICTURE',
    'Exif JPEG',
    'LEAD Technologies Inc. V1.01',
    '<KENOX S1050 / Samsung S1050>',
    'cof',
    'hdrpl',
    'oznorWO',
    'Processed with VSCO with a6 preset',
    'Created with GIMP',
    'Screenshot',
    'AppleMark',
    'IMG_0001.JPG',
    'IMG_0001',
    '...',
    '\ufffd\ufffd\ufffd\ufffd',
    '\u0001\u0002',
    '',
  ])('ignores %j', (text) => {
    expect(chooseCaption([text], 'IMG_0001.JPG')).toBeUndefined();
    expect(chooseCaption([text, '바다에서'], 'IMG_0001.JPG')).toBe('바다에서');
  });

  test('is normalized to NFC and keeps its line breaks', () => {
    expect(chooseCaption([` ${'바다'.normalize('NFD')}\r\n\r\n\r\n\r\n셋이서 \u0007`], 'a.jpg')).toBe('바다\n\n셋이서');
    expect(chooseCaption(['👨‍👩‍👧'], 'a.jpg')).toBe('👨‍👩‍👧');
    expect(chooseCaption(undefined, 'a.jpg')).toBeUndefined();
  });

  test('that is too long ends in an ellipsis, without splitting a character', () => {
    expect(chooseCaption(['가'.repeat(MAX_CAPTION)], 'a')).toBe('가'.repeat(MAX_CAPTION));
    const cut = chooseCaption([`a${'🌊'.repeat(MAX_CAPTION)}`], 'a') ?? '';
    expect(cut.length).toBeLessThanOrEqual(MAX_CAPTION);
    expect(cut).toMatch(/^a🌊+…$/u);
  });
});

test('names of people are normalized and unique', () => {
  expect(peopleNames(['영숙', ' 영숙 ', '상철'.normalize('NFD'), '', '\u3164', 'a\nb', 'x'.repeat(81)])).toEqual([
    '영숙',
    '상철',
  ]);
  expect(peopleNames([''])).toBeUndefined();
  expect(peopleNames(Array.from({ length: 99 }, (_, i) => `이름 ${i}`))).toHaveLength(MAX_PEOPLE);
});
