import { describe, expect, test } from 'vitest';
import type { FilmFacts } from '../ports/videos.ts';
import type { PictureFacts } from '../ports/images.ts';
import { whenOfFilm, whenOfPicture } from './capture-date.ts';

const NOW = Date.UTC(2026, 5, 1);
const SEOUL = 'Asia/Seoul';
const whenOf = (facts: PictureFacts) => whenOfPicture(facts, NOW, SEOUL);

describe('a scan', () => {
  const at = '2024:01:02 10:00:00';
  const scanned = { local: '2024-01-02T10:00:00', precision: 'second', source: 'exif' };
  const scanners: [string, PictureFacts][] = [
    ['DateTimeDigitized alone', { clock: { digitised: at } }],
    ['the file source', { clock: { original: at }, isFromScanner: true, isExposed: true }],
    ['EPSON Perfection', { clock: { original: at }, maker: 'EPSON', model: 'Perfection V600' }],
    ['EPSON Scan', { clock: { original: at }, software: ['EPSON Scan 2'] }],
    ['EPSON', { clock: { original: at }, maker: 'SEIKO EPSON CORP.' }],
    ['CanoScan', { clock: { original: at }, maker: 'Canon', model: 'CanoScan 9000F' }],
    ['MP Navigator', { clock: { original: at }, maker: 'Canon', software: ['MP Navigator EX'] }],
    ['Canon MG', { clock: { original: at }, maker: 'Canon', model: 'MG5200 series' }],
    ['Noritsu', { clock: { original: at }, maker: 'NORITSU KOKI', model: 'QSS-32_33' }],
    ['Frontier', { clock: { original: at }, maker: 'FUJI PHOTO FILM CO., LTD.', model: 'SP-3000' }],
    ['FDi', { clock: { original: at }, software: ['FDi V4.5 / FRONTIER355/375-5.0-0E-124'] }],
    ['HP Scanjet', { clock: { original: at }, maker: 'Hewlett-Packard', model: 'HP ScanJet 4300' }],
    ['Plustek', { clock: { original: at }, maker: 'Plustek', model: 'OpticFilm 8200i' }],
    ['VueScan', { clock: { original: at }, software: ['VueScan 9 x64 (9.7.50)'] }],
    ['SilverFast', { clock: { original: at }, software: ['LaserSoft Imaging SilverFast 8'] }],
    ['Coolscan', { clock: { original: at }, maker: 'Nikon', model: 'Nikon SUPER COOLSCAN 5000 ED' }],
  ];

  test.each(scanners)('by %s is digitised then, and undated', (_, facts) => {
    expect(whenOf(facts)).toEqual({ digitisedAt: scanned });
  });

  test.each<[string, PictureFacts]>([
    ['a Canon', { clock: { original: at, digitised: at }, maker: 'Canon', model: 'Canon EOS R5', isExposed: true }],
    ['a Canon without exposure', { clock: { original: at, digitised: at }, maker: 'Canon', model: 'EOS R5' }],
    ['an Epson with exposure', { clock: { original: at }, maker: 'SEIKO EPSON CORP.', model: 'R-D1', isExposed: true }],
    [
      'an HP with exposure',
      { clock: { original: at }, maker: 'Hewlett-Packard', model: 'HP PhotoSmart', isExposed: true },
    ],
    ['a Nikon', { clock: { original: at, digitised: at }, maker: 'NIKON CORPORATION', model: 'NIKON D90' }],
    ['nobody', { clock: { original: at } }],
  ])('%s makes none', (_, facts) => {
    expect(whenOf(facts)).toEqual({ taken: scanned });
  });

  test('that a person dated by hand is of that day', () => {
    const clock = { original: '1987:08:15 12:00:00', digitised: at };
    expect(whenOf({ clock, maker: 'EPSON' })).toEqual({
      taken: { local: '1987-08-15T12:00:00', precision: 'second', source: 'exif' },
      digitisedAt: scanned,
    });
    expect(whenOf({ clock: { digitised: at, xmpCreated: '1987' }, maker: 'EPSON' })).toMatchObject({
      taken: { local: '1987-01-01T00:00:00', precision: 'year', source: 'xmp' },
    });
    // As a lab writes both.
    expect(
      whenOf({ clock: { original: at, digitised: at, xmpCreated: '2024-01-02T09:59:00' }, maker: 'NORITSU' }),
    ).toEqual({
      digitisedAt: scanned,
    });
  });
});

describe('a film', () => {
  test.each<[string, FilmFacts]>([
    ['of a tape', { isOfTape: true }],
    ['by Elgato', { software: ['Elgato Video Capture'] }],
    ['by Pinnacle', { software: ['Lavf58', 'Pinnacle Studio 18'] }],
    ['by VirtualDub', { software: ['VirtualDub build 35491/release'] }],
    ['made anew by HandBrake', { software: ['HandBrake 1.6.1 2023012300'] }],
  ])('%s is digitised then, and undated', (_, facts) => {
    expect(whenOfFilm({ created: '2024-01-02T01:00:00Z' }, facts, NOW, SEOUL)).toEqual({
      digitisedAt: {
        local: '2024-01-02T10:00:00',
        utc: Date.UTC(2024, 0, 2, 1),
        precision: 'second',
        source: 'container',
      },
    });
  });

  test('of a phone is not', () => {
    const facts = { maker: 'samsung', software: ['Lavf58.20'] };
    expect(whenOfFilm({ created: '2024-01-02T01:00:00Z' }, facts, NOW, SEOUL)).toHaveProperty('taken');
  });
});
