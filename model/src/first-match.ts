/** Returns the first number from 0 to `count` for which `matches` returns true, by binary search; it must be true for all greater ones. */
export function firstMatch(count: number, matches: (n: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (matches(mid)) high = mid;
    else low = mid + 1;
  }
  return low;
}
