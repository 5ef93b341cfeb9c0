import { describe, expect, test } from 'vitest';
import { suggestFromFolder } from './date-from-folder-name.ts';

const NOW = Date.UTC(2026, 5, 1);
const suggest = (folder: string, file = 'IMG_0001.JPG') => suggestFromFolder(folder, file, NOW);

describe('folder names', () => {
  test.each<[string, string, string?]>([
    ['1987 설악산', '1987 year', '설악산'],
    ['설악산 1987', '1987 year', '설악산'],
    ['1987년 설악산', '1987 year', '설악산'],
    ['87년 설악산', '1987 year', '설악산'],
    ['1987_설악산', '1987 year', '설악산'],
    ['80년대', '1985 year'],
    ['1980s', '1985 year'],
    ['1990년대 초', '1992 year'],
    ['90년대 말 마산', '1998 year', '마산'],
    ['92년 여름 속초', '1992-07 year', '속초'],
    ["Summer '94", '1994-07 year'],
    ['2010 가을 내장산', '2010-10 year', '내장산'],
    ['겨울 1999', '1999-12 year'],
    ['Christmas 1999', '1999-12 year'],
    ['2003-05 Jeju', '2003-05 month', 'Jeju'],
    ['2003.5', '2003-05 month'],
    ['200305', '2003-05 month'],
    ['2003년 5월 제주도', '2003-05 month', '제주도'],
    ['May 2003', '2003-05 month'],
    ['2003 August', '2003-08 month'],
    ["Aug '87", '1987-08 month'],
    ['서연이 돌잔치 2001.11.3', '2001-11-03 day'],
    ['2001-11-03', '2001-11-03 day'],
    ['20011103 돌잔치', '2001-11-03 day'],
    ['2001년 11월 3일', '2001-11-03 day'],
    ['92.8.15 해운대', '1992-08-15 day', '해운대'],
    ['August 15, 1987', '1987-08-15 day'],
    ['3 May 2003', '2003-05-03 day'],
    ['1987-1990 앨범', '1988 year'],
    ['1987~90', '1988 year'],
    ['2003/05', '2003-05 month'],
    ['2003/5월', '2003-05 month'],
    ['2003/05/12', '2003-05-12 day'],
    ['Photos from 2005', '2005 year'],
    ['2005년의 사진', '2005 year'],
    ['할머니/1987/설악산', '1987 year', '설악산'],
    ['1990/1987 설악산', '1987 year', '설악산'],
    ['2019 속초여행', '2019 year', '속초'],
    ['1995 New York', '1995 year', 'New York'],
    ['1987 설악산'.normalize('NFD'), '1987 year', '설악산'],
  ])('%s suggests %s', (folder, date, placeName) => {
    const [day = '', precision = ''] = date.split(' ');
    const local = `${day.padEnd(10, '-01').slice(0, 10)}T00:00:00`;
    expect(suggest(folder)).toEqual({
      takenAt: { local, precision, source: 'folder' },
      ...(placeName !== undefined && { placeName }),
    });
  });

  test.each([
    'DCIM',
    '100APPLE',
    '101MSDCF',
    '100_0205',
    'New folder',
    '새 폴더 (2)',
    '4K 2160',
    '1920x1080',
    'Full HD 1920 x 1080',
    '2000px',
    '사진 1999장',
    '2099',
    '서연이',
    '우리 가족',
    '10년 전',
    '결혼 20주년',
    '빈 폴더',
    '영주 돌잔치',
    '9999',
    '스캔 2024',
    'scan 2024-01-02',
    '2023 백업',
    'backup 2019',
    '1950-2020',
    'may be',
    'paris',
    '',
  ])('%j suggests nothing', (folder) => {
    expect(suggest(folder)).toEqual({});
  });
});

describe('file names', () => {
  test.each<[string, string | undefined]>([
    ['1987 설악산 003.jpg', '1987-01-01T00:00:00'],
    ['1987-08-15 속초.jpg', '1987-08-15T00:00:00'],
    ['87년 여름 (3).jpg', '1987-07-01T00:00:00'],
    ['설악산 1987-05-03.jpg', '1987-05-03T00:00:00'],
    ['가족사진_2011.5.11.jpg', '2011-05-11T00:00:00'],
    ['스캔 2024-01-02.jpg', undefined],
    ['IMG_1998.JPG', undefined],
    ['DSCN2001.JPG', undefined],
    ['2001.jpg', undefined],
    ['P1990123.JPG', undefined],
    ['20240102_0001.jpg', undefined],
  ])('%s suggests %s', (file, local) => {
    expect(suggest('', file).takenAt?.local).toBe(local);
  });

  test('take precedence over folder names', () => {
    expect(suggest('1990 제주도', '1987 설악산.jpg')).toMatchObject({
      takenAt: { local: '1987-01-01T00:00:00' },
      placeName: '설악산',
    });
  });
});

test('every name is parsed quickly', () => {
  const began = performance.now();
  for (const name of ['1'.repeat(500), '19 '.repeat(166), 'may '.repeat(125), "'9".repeat(250), '2003-'.repeat(100)])
    suggest(name, name);
  expect(performance.now() - began).toBeLessThan(500);
});
