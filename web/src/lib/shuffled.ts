/** Returns the same values in random order. `random` returns numbers from 0 up to but not including 1. */
export function shuffled<T>(values: readonly T[], random = Math.random): T[] {
  const result = [...values];
  for (let n = result.length - 1; n > 0; n -= 1) {
    const other = Math.floor(random() * (n + 1));
    [result[n], result[other]] = [result[other] as T, result[n] as T];
  }
  return result;
}
