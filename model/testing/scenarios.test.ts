import { describe, expect, test } from 'vitest';
import type { AlbumId, Uid } from '../src/ids.ts';
import { can, canViewAlbum, canViewItem, SURFACES, principalOf, type Surface } from '../src/access/policy.ts';
import { expectedOf, FAMILY, itemsOf, OUTSIDERS, sharingOf, type Scenario } from './scenario.ts';
import { GUEST_SCENARIOS } from './guest-scenarios.ts';
import { FAMILY_SCENARIOS } from './family-scenarios.ts';

const SCENARIOS = [...FAMILY_SCENARIOS, ...GUEST_SCENARIOS];
/** Everybody, and `undefined` for signed out. */
const VIEWERS: readonly (string | undefined)[] = [...Object.keys(FAMILY), ...OUTSIDERS, undefined];

/** Returns what a person sees in a scenario. */
function viewerOf(scenario: Scenario, who: string | undefined) {
  const sharing = sharingOf(scenario);
  const items = itemsOf(scenario);
  const uid = who as Uid | undefined;
  const viewer = { library: sharing, albums: sharing.albums, uid };
  return {
    /** The albums that they can view. */
    albums: [...sharing.albums].filter(([, album]) => canViewAlbum(sharing, album, uid)).map(([id]) => id),
    /** The items that a surface shows within albums, as `album/item`. */
    inAlbums: (surface: Surface): string[] =>
      [...items].flatMap(([item, albums]) =>
        [...sharing.albums.keys(), 'gone' as AlbumId]
          .filter((album) => canViewItem(viewer, { albums }, surface, album))
          .map((album) => `${album}/${item}`),
      ),
    /** The items that a surface shows across albums. */
    acrossAlbums: (surface: Surface): string[] =>
      [...items].filter(([, albums]) => canViewItem(viewer, { albums }, surface)).map(([item]) => item),
    canExport: (album: string): boolean =>
      can(principalOf(sharing, uid, sharing.albums.get(album as AlbumId)), 'download-original'),
  };
}

describe(`${SCENARIOS.length} scenarios`, () => {
  test.each(SCENARIOS.map((scenario) => [scenario.title, scenario] as const))('%s', (_, scenario) => {
    for (const who of VIEWERS) {
      const viewer = viewerOf(scenario, who);
      const expected = who === undefined ? [] : expectedOf(scenario, who);
      const name = who ?? 'signed out';
      const albums = [...new Set(expected.map((entry) => entry.split('/')[0] ?? ''))];
      expect([...viewer.albums].sort(), `albums of ${name}`).toEqual(albums.sort());
      const entries = expected.filter((entry) => !entry.endsWith('/'));
      for (const surface of SURFACES) {
        // Guests view, but do not download originals.
        const visible = entries.filter((entry) => surface !== 'export' || viewer.canExport(entry.split('/')[0] ?? ''));
        expect(viewer.inAlbums(surface).sort(), `${surface} of ${name}`).toEqual([...visible].sort());
        const items = [...new Set(visible.map((entry) => entry.split('/')[1] ?? ''))];
        expect(viewer.acrossAlbums(surface).sort(), `${surface} of ${name}, across albums`).toEqual(items.sort());
      }
    }
  });
});

test('there are at least forty scenarios, each with its own title, which is a sentence', () => {
  expect(SCENARIOS.length).toBeGreaterThanOrEqual(40);
  expect(new Set(SCENARIOS.map(({ title }) => title)).size).toBe(SCENARIOS.length);
  for (const { title } of SCENARIOS) expect(title).toMatch(/^[A-Z].*\.$/);
});

test('every name in a scenario is known', () => {
  for (const { title, sees } of SCENARIOS) {
    for (const names of Object.keys(sees)) {
      for (const name of names.split(' ')) expect(VIEWERS, `${title} (${name})`).toContain(name);
    }
  }
});
