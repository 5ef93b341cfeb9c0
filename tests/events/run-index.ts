import { importInBulk } from '../../functions/testing/bulk-import.ts';

// 10,000 photos in random order of their dates, each in `all` and in one of twenty albums: the indexes that grew with them are byte-equal to those built
// from scratch. `npm test` adds 600.
const { isEqual } = await importInBulk({ photos: 10_000, perSecond: 5, albums: 20 });
console.log(
  isEqual ? 'all indexes are equal to those built from scratch' : 'an index differs from the one built from scratch',
);
console.log(isEqual ? '1 passed, 0 failed' : '0 passed, 1 failed');
process.exitCode = isEqual ? 0 : 1;
