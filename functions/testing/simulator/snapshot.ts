import { ALL, originalName, parseRenditionName, paths, readItem, type ItemId } from '@maru/model';
import type { Fields } from '../../src/ports/documents.ts';
import { library, summer } from './sample-files.ts';
import type { Objects } from './fake-adapters.ts';

/** Returns the state of a simulator without times and tokens; throws if something visible cannot be read. */
export function snapshotOf({
  documents,
  originals,
  renditions,
}: Objects & { readonly documents: ReadonlyMap<string, Fields> }): unknown {
  const items = [...documents]
    .filter(([path]) => path.includes('/items/'))
    .map(([path, fields]) => {
      const id = path.split('/').at(-1) as ItemId;
      const { state, rev, failure, targetRev, token } = readItem(fields);
      const shown = [ALL, summer].map((album) => documents.get(paths.entry(library, album, id)));
      const revs = new Set(
        [...renditions.keys()].filter((name) => name.includes(id)).map((name) => parseRenditionName(name)?.rev),
      );
      const mine = [...renditions].filter(([name]) => name.startsWith(`r/${library}/${id}/${rev}/`));
      const isReadable = shown.every(
        (entry) => entry === undefined || (entry['token'] === token && entry['rev'] === rev),
      );
      if (!isReadable || mine.some(([, one]) => state === 'ready' && one !== token))
        throw new Error(`${id} cannot be read`);
      return [
        id,
        state,
        rev,
        failure,
        targetRev,
        shown.map((entry) => entry?.['kind']),
        [...revs],
        mine.map(([name]) => name.split('/').slice(4).join('/')).sort(),
        originals.has(originalName(library, id)),
      ];
    });
  const left = [...documents.keys()].filter((path) => /lease-|stale|reprocessing|streams/.test(path));
  const counters = [...documents].filter(([path]) => path.includes('/counters/')).map(([, fields]) => fields);
  const sum = (name: string): number => counters.reduce((all, one) => all + Number(one[name] ?? 0), 0);
  const { count, cover } = documents.get(paths.album(library, summer)) ?? {};
  const front = cover as { item: ItemId; rev: number; token: string } | undefined;
  if (front && renditions.get(`r/${library}/${front.item}/${front.rev}/grid`) === undefined && front.rev > 0) {
    const poster = renditions.get(`r/${library}/${front.item}/${front.rev}/poster`);
    if (poster !== front.token) throw new Error('the cover cannot be read');
  }
  return { items: items.sort(), left, bytes: sum('bytes'), count };
}
