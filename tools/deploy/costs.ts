import { localize } from '../bootstrap/messages.js';
import { findRegion, REGIONS, type Region } from './regions.ts';

/** 100 GB of photos and tapes, and what is processed from them. */
const ORIGINALS_GIB = 100;
const RENDITIONS_GIB = 14;
/** What the devices of five people download in a month, and its price per GiB. */
const DOWNLOADED_GIB = 5.9;
const EGRESS = 0.12;
/** Kept releases, database and functions beyond the free quota. */
const REST = 0.05;

const dollars = (value: number): string => `$${value.toFixed(2)}`;

/** A month's bill, with originals at this price. */
const monthly = ({ storage }: Region, originals: number): string =>
  dollars(ORIGINALS_GIB * originals + RENDITIONS_GIB * storage.standard + DOWNLOADED_GIB * EGRESS + REST);

/** Lines about the monthly cost, for the plan. docs/costs.md works it out. */
export function costLines(regionId: string): string[] {
  const [seoul] = REGIONS;
  const region = findRegion(regionId) ?? seoul;
  if (region === undefined) return [];
  const first = monthly(region, region.storage.standard);
  const later = monthly(region, region.storage.archive);
  return [
    localize(
      `비용: 다섯 식구가 사진 100GB를 볼 때 첫 달 약 ${first}, 그 뒤로는 원본이 싼 보관소로 옮겨져 한 달 약 ${later}`,
      `Cost: with 100 GB of photos and a family of five, about ${first} in the first month; then originals move to cheaper storage, and it is about ${later} a month`,
    ),
    localize(
      `  그중 보는 값은 1GB에 ${dollars(EGRESS)}. 한번 본 사진은 기기에 남아 다시 내려받지 않아요`,
      `  of this, ${dollars(EGRESS)} for each GB that devices download; a device keeps the photos it has shown`,
    ),
    localize(
      '  데이터베이스와 함수는 가족이 쓰는 정도면 거의 무료예요',
      "  database and functions: a family mostly stays in Google's free quota",
    ),
    ...(region.tier === 2
      ? [
          localize(
            '  무료 한도를 넘은 함수는 도쿄나 타이완보다 40% 비싸요 (동영상을 아주 많이 올릴 때만)',
            '  functions beyond the free quota cost 40 % more than in Tokyo or Taiwan (only with very many videos)',
          ),
        ]
      : []),
  ];
}
