import type { Text } from './text.ts';

/** A region that Maru offers. Prices in US dollars, from Google's price list; docs/costs.md has the date. */
export interface Region {
  readonly id: string;
  readonly name: Text;
  /** Price of compute: tier 2 costs 1.4 times as much. */
  readonly tier: 1 | 2;
  /** Storage per GiB and month: Standard (renditions), and Archive (originals after a month). */
  readonly storage: { readonly standard: number; readonly archive: number };
}

/** The default is the first: closest to the family. */
export const REGIONS: readonly Region[] = [
  {
    id: 'asia-northeast3',
    name: { ko: '서울', en: 'Seoul' },
    tier: 2,
    storage: { standard: 0.023, archive: 0.0025 },
  },
  {
    id: 'asia-northeast1',
    name: { ko: '도쿄', en: 'Tokyo' },
    tier: 1,
    storage: { standard: 0.023, archive: 0.0025 },
  },
  {
    id: 'asia-east1',
    name: { ko: '타이완', en: 'Taiwan' },
    tier: 1,
    storage: { standard: 0.02, archive: 0.0015 },
  },
  {
    id: 'us-central1',
    name: { ko: '미국 아이오와', en: 'Iowa' },
    tier: 1,
    storage: { standard: 0.02, archive: 0.0012 },
  },
  {
    id: 'europe-west1',
    name: { ko: '벨기에', en: 'Belgium' },
    tier: 1,
    storage: { standard: 0.02, archive: 0.0012 },
  },
];

/** Firestore's multi-regions, and the region of functions and buckets that is closest. */
const MULTI_REGIONS: Readonly<Record<string, string>> = { nam5: 'us-central1', eur3: 'europe-west1' };

/** The region of functions and buckets for a Firestore location. */
export const regionOf = (location: string): string => MULTI_REGIONS[location] ?? location;

/** The offered region with this id, or undefined for one that an existing database is in. */
export const findRegion = (id: string): Region | undefined => REGIONS.find((region) => region.id === id);
