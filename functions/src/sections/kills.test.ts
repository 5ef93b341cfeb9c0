import { ALL, paths, readEntry, readItem, renditionFolder, type ItemId } from '@maru/model';
import { expect, test } from 'vitest';
import { library, summer } from '../../testing/simulator/sample-files.ts';
import { Simulator } from '../../testing/simulator/simulator.ts';

const section = 'z'.repeat(32) as ItemId;

/** A library with a tape that is complete, and a section of it whose task was lost. */
async function world(): Promise<Simulator> {
  const at = new Simulator();
  const tape = at.upload('tape', 1);
  await at.settle();
  at.documents.set(paths.item(library, section), {
    ...{ state: 'processing', uploader: 'p1', fileName: 'a', size: 0, albums: [ALL, summer], rev: 1 },
    ...{ sectionOf: { item: tape, start: 60, end: 120 }, addedAt: new Date(at.now), changed: new Date(at.now) },
  });
  at.queues.clear();
  return at;
}

const itemOf = (at: Simulator) => readItem(at.documents.get(paths.item(library, section)));

test('the sweeper finds a section whose task was lost, and enqueues it after the parts of streams', async () => {
  const at = await world();
  await at.settle();
  expect([...at.queues.keys()]).toEqual(['processChunk']);
  expect(itemOf(at)).toMatchObject({ state: 'ready', mediaInfo: { kind: 'video', variants: ['240', '180'] } });
});

test('a machine that is killed at any step leaves a section that is complete in the end', async () => {
  for (let life = 0; ; life += 1) {
    const at = await world();
    const deaths = at.deaths;
    await at.deliver(at.task(section, 'none'), at.machine(life));
    const isKilled = at.deaths > deaths;
    await at.settle();
    const { state, token, mediaInfo } = itemOf(at);
    expect([state, mediaInfo?.strip], `killed after ${String(life)}`).toEqual(['ready', 30]);
    for (const album of [ALL, summer])
      expect(readEntry(at.documents.get(paths.entry(library, album, section)))).toMatchObject({ token, duration: 60 });
    const own = [...at.renditions].filter(([name]) => name.startsWith(renditionFolder(library, section, 1)));
    expect(new Set(own.map(([, opens]) => opens))).toEqual(new Set([token]));
    if (!isKilled) break;
    expect(life).toBeLessThan(100);
  }
});
