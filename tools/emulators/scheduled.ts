/** A function that the emulators do not run by themselves, since the Pub/Sub emulator is Java. */
interface Trigger {
  id: string;
  schedule?: { schedule: string };
}

/** The ids of all scheduled functions of the emulators. */
export async function scheduledFunctions(functionsUrl: string): Promise<string[]> {
  const answer = await fetch(`${functionsUrl}/backends`);
  const { backends } = (await answer.json()) as { backends: { functionTriggers: Trigger[] }[] };
  return backends.flatMap(({ functionTriggers }) =>
    functionTriggers.filter(({ schedule }) => schedule).map(({ id }) => id),
  );
}

/** Runs one scheduled function (`REGION-name`) now and waits for its end. */
export async function runScheduled(functionsUrl: string, projectId: string, id: string): Promise<void> {
  const answer = await fetch(`${functionsUrl}/functions/projects/${projectId}/triggers/${id}-0`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  if (!answer.ok) throw new Error(`${id}: ${String(answer.status)} ${await answer.text()}`);
}

/** Runs all scheduled functions now and every `every` ms, one after the other; the answer stops it. */
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
    // What fails is in the emulators' log, and comes again with the next round.
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
