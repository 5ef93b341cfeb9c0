import { describe, expect, test } from 'vitest';
import type { VideoMetadata } from '../ports/videos.ts';
import type { ImageMetadata } from '../ports/images.ts';
import { datesOfImage } from './capture-date.ts';
import { datesOfVideo } from './video-date.ts';

const NOW = Date.UTC(2026, 5, 1);
const SEOUL = 'Asia/Seoul';
const datesOf = (metadata: ImageMetadata) => datesOfImage(metadata, NOW, SEOUL);

describe('a scan', () => {
  const at = '2024:01:02 10:00:00';
  const scanned = { local: '2024-01-02T10:00:00', precision: 'second', source: 'exif' };
  const scanners: [string, ImageMetadata][] = [
    ['DateTimeDigitized alone', { timestamps: { digitized: at } }],
    ['the file source', { timestamps: { original: at }, isFromScanner: true, hasExposure: true }],
    ['EPSON Perfection', { timestamps: { original: at }, maker: 'EPSON', model: 'Perfection V600' }],
    ['EPSON Scan', { timestamps: { original: at }, software: ['EPSON Scan 2'] }],
    ['EPSON', { timestamps: { original: at }, maker: 'SEIKO EPSON CORP.' }],
    ['CanoScan', { timestamps: { original: at }, maker: 'Canon', model: 'CanoScan 9000F' }],
    ['MP Navigator', { timestamps: { original: at }, maker: 'Canon', software: ['MP Navigator EX'] }],
    ['Canon MG', { timestamps: { original: at }, maker: 'Canon', model: 'MG5200 series' }],
    ['Noritsu', { timestamps: { original: at }, maker: 'NORITSU KOKI', model: 'QSS-32_33' }],
    ['Frontier', { timestamps: { original: at }, maker: 'FUJI PHOTO FILM CO., LTD.', model: 'SP-3000' }],
    ['FDi', { timestamps: { original: at }, software: ['FDi V4.5 / FRONTIER355/375-5.0-0E-124'] }],
    ['HP Scanjet', { timestamps: { original: at }, maker: 'Hewlett-Packard', model: 'HP ScanJet 4300' }],
    ['Plustek', { timestamps: { original: at }, maker: 'Plustek', model: 'OpticFilm 8200i' }],
    ['VueScan', { timestamps: { original: at }, software: ['VueScan 9 x64 (9.7.50)'] }],
    ['SilverFast', { timestamps: { original: at }, software: ['LaserSoft Imaging SilverFast 8'] }],
    ['Coolscan', { timestamps: { original: at }, maker: 'Nikon', model: 'Nikon SUPER COOLSCAN 5000 ED' }],
  ];

  test.each(scanners)('by %s has a digitization date only', (_, metadata) => {
    expect(datesOf(metadata)).toEqual({ digitizedAt: scanned });
  });

  test.each<[string, ImageMetadata]>([
    [
      'a Canon',
      { timestamps: { original: at, digitized: at }, maker: 'Canon', model: 'Canon EOS R5', hasExposure: true },
    ],
    ['a Canon without exposure', { timestamps: { original: at, digitized: at }, maker: 'Canon', model: 'EOS R5' }],
    [
      'an Epson with exposure',
      { timestamps: { original: at }, maker: 'SEIKO EPSON CORP.', model: 'R-D1', hasExposure: true },
    ],
    [
      'an HP with exposure',
      { timestamps: { original: at }, maker: 'Hewlett-Packard', model: 'HP PhotoSmart', hasExposure: true },
    ],
    ['a Nikon', { timestamps: { original: at, digitized: at }, maker: 'NIKON CORPORATION', model: 'NIKON D90' }],
    ['an unknown device', { timestamps: { original: at } }],
  ])('is not detected for %s', (_, metadata) => {
    expect(datesOf(metadata)).toEqual({ takenAt: scanned });
  });

  test('with an earlier date has that capture date', () => {
    const timestamps = { original: '1987:08:15 12:00:00', digitized: at };
    expect(datesOf({ timestamps, maker: 'EPSON' })).toEqual({
      takenAt: { local: '1987-08-15T12:00:00', precision: 'second', source: 'exif' },
      digitizedAt: scanned,
    });
    expect(datesOf({ timestamps: { digitized: at, xmpCreated: '1987' }, maker: 'EPSON' })).toMatchObject({
      takenAt: { local: '1987-01-01T00:00:00', precision: 'year', source: 'xmp' },
    });
    // Photo labs write both dates.
    expect(
      datesOf({ timestamps: { original: at, digitized: at, xmpCreated: '2024-01-02T09:59:00' }, maker: 'NORITSU' }),
    ).toEqual({
      digitizedAt: scanned,
    });
  });
});

describe('a video', () => {
  test.each<[string, VideoMetadata]>([
    ['of a tape', { isTapeFormat: true }],
    ['by Elgato', { software: ['Elgato Video Capture'] }],
    ['by Pinnacle', { software: ['Lavf58', 'Pinnacle Studio 18'] }],
    ['by VirtualDub', { software: ['VirtualDub build 35491/release'] }],
    ['converted by HandBrake', { software: ['HandBrake 1.6.1 2023012300'] }],
  ])('%s has a digitization date only', (_, metadata) => {
    expect(datesOfVideo({ created: '2024-01-02T01:00:00Z' }, metadata, NOW, SEOUL)).toEqual({
      digitizedAt: {
        local: '2024-01-02T10:00:00',
        utc: Date.UTC(2024, 0, 2, 1),
        precision: 'second',
        source: 'container',
      },
    });
  });

  test('from a phone has a capture date', () => {
    const metadata = { maker: 'samsung', software: ['Lavf58.20'] };
    expect(datesOfVideo({ created: '2024-01-02T01:00:00Z' }, metadata, NOW, SEOUL)).toHaveProperty('takenAt');
  });
});
