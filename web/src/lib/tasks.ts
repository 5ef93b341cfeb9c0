/** How long a task goes on before it makes room for others, in milliseconds. */
const TASK_MS = 20;

/** Resolves in another task, so that the page can answer and paint first. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Maps values in tasks of their own, each short, so that the page stays responsive however many there are. */
export async function mapInTasks<T, R>(values: readonly T[], map: (value: T) => R): Promise<R[]> {
  const mapped: R[] = [];
  let end = 0;
  for (const value of values) {
    if (performance.now() >= end) {
      await nextTask();
      end = performance.now() + TASK_MS;
    }
    mapped.push(map(value));
  }
  return mapped;
}
