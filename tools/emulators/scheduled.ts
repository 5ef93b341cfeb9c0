/** A function definition of the emulators. They do not run schedules, because the Pub/Sub emulator needs Java. */
interface Trigger {
  id: string;
  schedule?: { schedule: string };
}

/** The ids of all scheduled functions of the emulators. */
async function scheduledFunctions(functionsUrl: string): Promise<string[]> {
  const response = await fetch(`${functionsUrl}/backends`);
  const { backends } = (await response.json()) as { backends: { functionTriggers: Trigger[] }[] };
  return backends.flatMap(({ functionTriggers }) =>
    functionTriggers.filter(({ schedule }) => schedule).map(({ id }) => id),
  );
}

/** Runs one scheduled function (`REGION-name`) now; resolves when it has finished. */
async function runScheduled(functionsUrl: string, projectId: string, id: string): Promise<void> {
  const response = await fetch(`${functionsUrl}/functions/projects/${projectId}/triggers/${id}-0`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  if (!response.ok) throw new Error(`${id}: ${String(response.status)} ${await response.text()}`);
}

/** Runs all scheduled functions one after the other, now and every `every` ms. Returns a function that stops this. */
export function runSchedules(
  emulators: { urls: { functions: string }; projectId: string },
  every = 5 * 60_000,
): () => void {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const round = async (): Promise<void> => {
    for (const id of await scheduledFunctions(emulators.urls.functions)) {
      if (!isStopped) await runScheduled(emulators.urls.functions, emulators.projectId, id);
    }
  };
  const next = (): void => {
    // A failure is in the emulators' log; the next round tries again.
    void round()
      .catch(() => undefined)
      .finally(() => {
        if (!isStopped) timer = setTimeout(next, every);
      });
  };
  next();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
