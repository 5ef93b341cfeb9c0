/** A mutex per key: `work` starts when all earlier work with the same key has settled. */
export function keyedMutex(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const result = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, result);
    const release = (): void => {
      if (last.get(key) === result) last.delete(key);
    };
    result.then(release, release);
    return result;
  };
}
