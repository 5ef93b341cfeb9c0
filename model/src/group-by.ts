/**
 * Groups values by a key, in the order of the keys' first values; leaves out those whose key is undefined. (`Map.groupBy` is younger than the oldest
 * browsers that Maru supports.)
 */
export function groupBy<T, K>(all: readonly T[], keyOf: (one: T) => K | undefined): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
