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
const monthly = ({ storage }: Pick<Region, 'storage'>, originals: number): string =>
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
      `비용: 다섯 명 가족이 사진 100GB를 볼 때 첫 달 약 ${first}, 그 뒤로는 원본이 싼 보관소로 옮겨져 한 달 약 ${later}`,
      `Cost: with 100 GB of photos and a family of five, about ${first} in the first month; then originals move to cheaper storage, and it is about ${later} a month`,
    ),
    localize(
      `  그 가운데 기기로 내려받는 값이 1GB에 ${dollars(EGRESS)}예요. 한번 본 사진은 기기에 남아 다시 내려받지 않아요`,
      `  of this, ${dollars(EGRESS)} for each GB that devices download; a device keeps the photos it has shown`,
    ),
    localize(
      '  데이터베이스와 함수는 가족이 쓰는 정도면 거의 무료예요',
      "  database and functions: a family mostly stays in Google's free quota",
    ),
  ];
}

/** Lines with the regions to choose from and the difference in money, for the plan of a project without a database. */
export function regionLines(): string[] {
  const lines = REGIONS.map(({ name, id, tier, ...region }) => {
    const later = monthly(region, region.storage.archive);
    const functions =
      tier === 1
        ? ''
        : localize(', 많은 동영상을 처리할 때는 40% 더', ', and 40 % more for processing very many videos');
    return `  ${id} (${localize(name.ko, name.en)}): ${localize(`한 달 약 ${later}`, `about ${later} a month`)}${functions}`;
  });
  const title = localize(
    '지역은 지금만 고를 수 있어요 (--region). 가족이 사는 곳에서 가까울수록 빨라요:',
    'The region can be chosen only now (--region). The closer to the family, the faster:',
  );
  return [title, ...lines];
}
