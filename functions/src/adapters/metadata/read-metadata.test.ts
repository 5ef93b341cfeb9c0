import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { jpegOf } from '../../../../tests/media/photo.ts';
import { iptcData, photoshopBlock, xmpPacket } from '../../../../tests/media/metadata.ts';
import type { ImageMetadata } from '../../ports/images.ts';
import { readExif } from './exif.ts';
import { readMetadata } from './read-metadata.ts';
import { readIptc } from './iptc.ts';
import { readXmp } from './xmp.ts';

const xmp = (attributes: string, elements = ''): ImageMetadata => readXmp(Buffer.from(xmpPacket(attributes, elements)));

describe('XMP', () => {
  test('is read from attributes and elements', () => {
    const place = 'exif:GPSLatitude="37,46.494N" exif:GPSLongitude="122,25,9.84W" exif:GPSAltitude="14839/10"';
    const words =
      '<rdf:Alt><rdf:li xml:lang="en">Sea</rdf:li><rdf:li xml:lang="x-default">바다 &amp; 산 &#44032;</rdf:li></rdf:Alt>';
    const elements = `<dc:description>${words}</dc:description><photoshop:DateCreated>1987-08</photoshop:DateCreated>`;
    const rest =
      'xmp:CreateDate="2024-01-02T10:00:00+09:00" xmp:CreatorTool="VueScan 9" tiff:Make="NIKON" exif:FNumber="28/10"';
    expect(xmp(`${place} ${rest} exif:DateTimeOriginal="1987"`, elements)).toEqual({
      timestamps: { xmpOriginal: '1987', xmpCreated: '1987-08', xmpDigitized: '2024-01-02T10:00:00+09:00' },
      maker: 'NIKON',
      software: ['VueScan 9'],
      hasExposure: true,
      latitude: expect.closeTo(37.7749) as number,
      longitude: expect.closeTo(-122.4194) as number,
      altitude: 1483.9,
      captions: ['바다 & 산 가', 'Sea'].slice(0, 1),
    });
    expect(xmp('', '<dc:description>0012</dc:description>').captions).toEqual(['0012']);
  });

  test('tells where a panorama lies on the sphere', () => {
    const area = 'GPano:CroppedAreaImageWidthPixels="4000" GPano:CroppedAreaImageHeightPixels="1000"';
    const elements =
      '<GPano:FullPanoWidthPixels>8000</GPano:FullPanoWidthPixels><GPano:FullPanoHeightPixels>4000</GPano:FullPanoHeightPixels>';
    const place = 'GPano:CroppedAreaLeftPixels="2000" GPano:CroppedAreaTopPixels="1500"';
    expect(xmp(`GPano:ProjectionType="equirectangular" ${area} ${place}`, elements).sphere).toEqual({
      ...{ projection: 'equirectangular', fullWidth: 8000, fullHeight: 4000 },
      ...{ width: 4000, height: 1000, left: 2000, top: 1500 },
    });
    expect(xmp(area, elements)).not.toHaveProperty('sphere');
  });

  test('contains people as tagged by Picasa, Lightroom, Windows, IPTC and digiKam', () => {
    const region = (type: string, name: string) =>
      `<rdf:li><rdf:Description mwg-rs:Type="${type}" mwg-rs:Name="${name}"><mwg-rs:Area/></rdf:Description></rdf:li>`;
    const flat =
      '<rdf:li rdf:parseType="Resource"><mwg-rs:Name>동생</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type></rdf:li>';
    const list = [region('Face', '영숙'), region('Pet', '바둑이'), flat].join('');
    const mwg = `<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>${list}</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>`;
    expect(xmp('', mwg).people?.toSorted()).toEqual(['동생', '영숙'].toSorted());
    const ms =
      '<MP:RegionInfo rdf:parseType="Resource"><MPRI:Regions><rdf:Bag><rdf:li MPReg:PersonDisplayName="상철"/></rdf:Bag></MPRI:Regions></MP:RegionInfo>';
    expect(xmp('', ms).people).toEqual(['상철']);
    const iptc =
      '<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>할머니</rdf:li><rdf:li>할아버지</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>';
    expect(xmp('', iptc).people).toEqual(['할머니', '할아버지']);
    const tags =
      '<digiKam:TagsList><rdf:Seq><rdf:li>People/서연</rdf:li><rdf:li>Places/Jeju</rdf:li></rdf:Seq></digiKam:TagsList>';
    expect(xmp('', tags).people).toEqual(['서연']);
  });

  test.each([
    ['nothing', ''],
    ['not XML', '\0\u0001<<<>>>'],
    ['a truncated packet', xmpPacket('xmp:CreateDate="2024').slice(0, 900)],
    ['deep nesting without closing tags', '<a>'.repeat(50_000)],
    ['deep nesting', `${'<rdf:li>'.repeat(20_000)}${'</rdf:li>'.repeat(20_000)}`],
    ['many equal elements', `<a>${'<rdf:li>x</rdf:li>'.repeat(25_000)}</a>`],
    ['many nested elements', `<a>${'<b><rdf:li>x</rdf:li></b>'.repeat(18_000)}</a>`],
    ['many attributes', `<a ${Array.from({ length: 30_000 }, (_, i) => `a${i}="x"`).join(' ')}/>`],
    ['unclosed quotes', `<a ${'b="'.repeat(100_000)}`],
    ['unclosed comments', '<!--'.repeat(100_000)],
    [
      'entity expansion (billion laughs)',
      `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i + 1} "${`&a${i || ''};`.repeat(10)}">`).join('')}]><a>&a20;</a>`,
    ],
    [
      'an external entity',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><dc:description>&x;</dc:description>',
    ],
    ['prototype pollution', '<a><__proto__ polluted="yes"/><constructor><prototype polluted="yes"/></constructor></a>'],
    ['ampersands', `<dc:description>${'&'.repeat(400_000)}</dc:description>`],
    ['an oversized packet', ' '.repeat(600_000)],
  ])('with %s yields no fields, quickly', (_, packet) => {
    const startedAt = performance.now();
    const metadata = readXmp(Buffer.from(packet));
    expect(performance.now() - startedAt).toBeLessThan(3000);
    expect(metadata.timestamps).toEqual({});
    expect(JSON.stringify(metadata)).not.toContain('root:');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('IPTC', () => {
  const data = iptcData({ 55: '19870815', 60: '141000+0900', 120: '대청봉에서' });
  const expected = { date: '19870815', time: '141000+0900', caption: '대청봉에서' };

  test('is read from JPEG and TIFF blocks', () => {
    expect(readIptc(photoshopBlock(data))).toEqual(expected);
    expect(readIptc(data)).toEqual(expected);
  });

  test('is decoded in the encodings of old Korean and Western programs', () => {
    expect(readIptc(iptcData({ 120: Buffer.from([0xb9, 0xd9, 0xb4, 0xd9]) })).caption).toBe('바다');
    expect(readIptc(iptcData({ 120: Buffer.from('café au lait', 'latin1') })).caption).toBe('café au lait');
  });

  test('yields the fields before a truncation', () => {
    for (let end = 0; end <= data.length; end++) expect(expected).toMatchObject(readIptc(data.subarray(0, end)));
    expect(readIptc(Buffer.alloc(65_535, 0x1c))).toEqual({});
    expect(readIptc(Buffer.from('8BIM\x04\x04', 'latin1'))).toEqual({});
  });
});

describe('EXIF', () => {
  test('is read with camera, exposure and location', async () => {
    const jpeg = await sharp(await jpegOf({ width: 8, height: 8 }))
      .withExif({
        IFD0: { Make: 'NIKON CORPORATION', Model: 'NIKON D90', Software: 'Ver.1.00', ImageDescription: 'by the sea' },
        IFD2: { FNumber: '28/10', DateTimeDigitized: '2024:01:02 10:00:00', FileSource: '3' },
        IFD3: {
          GPSLatitudeRef: 'S',
          GPSLatitude: '33/1 52/1 0/1',
          GPSLongitudeRef: 'E',
          GPSLongitude: '151/1 12/1 0/1',
        },
      })
      .jpeg()
      .toBuffer();
    const { exif } = await sharp(jpeg).metadata();
    expect(await readExif(exif ?? Buffer.alloc(0))).toEqual({
      timestamps: { digitized: '2024:01:02 10:00:00' },
      maker: 'NIKON CORPORATION',
      model: 'NIKON D90',
      software: ['Ver.1.00'],
      hasExposure: true,
      latitude: expect.closeTo(-33.8667) as number,
      longitude: expect.closeTo(151.2) as number,
      captions: ['by the sea'],
    });
  });

  test('does not throw if truncated or corrupted anywhere', async () => {
    const { exif = Buffer.alloc(0) } = await sharp(await jpegOf({ width: 8, height: 8 })).metadata();
    for (let at = 0; at < exif.length; at++) {
      const bent = Buffer.from(exif);
      bent[at] = (bent[at] ?? 0) ^ 0xff;
      expect(await readExif(exif.subarray(0, at)), String(at)).toHaveProperty('timestamps');
      expect(await readExif(bent), String(at)).toHaveProperty('timestamps');
    }
  });
});

test('readMetadata prefers EXIF, except for captions: XMP, then IPTC', async () => {
  const { exif } = await sharp(await jpegOf({ width: 8, height: 8 })).metadata();
  const packet = xmpPacket('tiff:Make="Other" exif:DateTimeOriginal="2018"', '<dc:description>하나</dc:description>');
  const iptc = photoshopBlock(iptcData({ 55: '20170101', 120: '둘' }));
  expect(await readMetadata({ exif, xmp: Buffer.from(packet), iptc })).toEqual({
    timestamps: { original: '2019:05:03 14:10:00', offset: '+09:00', xmpOriginal: '2018', iptcDate: '20170101' },
    maker: 'Maru',
    model: 'Test camera',
    captions: ['하나', '둘'],
  });
  expect(await readMetadata({})).toEqual({ timestamps: {} });
});
