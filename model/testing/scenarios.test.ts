import { describe, expect, test } from 'vitest';
import type { AlbumId, Uid } from '../src/ids.ts';
import { can, canViewAlbum, canViewItem, SURFACES, principalOf } from '../src/access/policy.ts';
import { expectedOf, FAMILY, itemsOf, OUTSIDERS, sharingOf, type Scenario } from './scenario.ts';
import { OF_GUESTS } from './guest-scenarios.ts';
import { OF_FAMILIES } from './family-scenarios.ts';

const SCENARIOS = [...OF_FAMILIES, ...OF_GUESTS];
/** Everybody, and who is signed out. */
const CAST: readonly (string | undefined)[] = [...Object.keys(FAMILY), ...OUTSIDERS, undefined];

/** What somebody sees in a scenario. */
function onlooker(scenario: Scenario, who: string | undefined) {
  const sharing = sharingOf(scenario);
  const items = itemsOf(scenario);
  const uid = who as Uid | undefined;
  const looker = { library: sharing, albums: sharing.albums, uid };
  return {
    /** The albums that are theirs to open. */
    albums: [...sharing.albums].filter(([, album]) => canViewAlbum(sharing, album, uid)).map(([id]) => id),
    /** What they find in a place, as `album/item`. */
    through: (place: (typeof SURFACES)[number]): string[] =>
      [...items].flatMap(([item, albums]) =>
        [...sharing.albums.keys(), 'gone' as AlbumId]
          .filter((album) => canViewItem(looker, { albums }, place, album))
          .map((album) => `${album}/${item}`),
      ),
    /** The items that they find where no album is meant: in a search, a ranking, a count over all. */
    anywhere: (place: (typeof SURFACES)[number]): string[] =>
      [...items].filter(([, albums]) => canViewItem(looker, { albums }, place)).map(([item]) => item),
    mayExport: (album: string): boolean =>
      can(principalOf(sharing, uid, sharing.albums.get(album as AlbumId)), 'download-original'),
  };
}

describe(`${SCENARIOS.length} scenarios`, () => {
  test.each(SCENARIOS.map((scenario) => [scenario.says, scenario] as const))('%s', (_, scenario) => {
    for (const who of CAST) {
      const found = onlooker(scenario, who);
      const expected = who === undefined ? [] : expectedOf(scenario, who);
      const name = who ?? 'somebody signed out';
      const albums = [...new Set(expected.map((seen) => seen.split('/')[0] ?? ''))];
      expect([...found.albums].sort(), `albums of ${name}`).toEqual(albums.sort());
      const entries = expected.filter((seen) => !seen.endsWith('/'));
      for (const place of SURFACES) {
        // A guest looks, and takes no original along.
        const open = entries.filter((seen) => place !== 'export' || found.mayExport(seen.split('/')[0] ?? ''));
        expect(found.through(place).sort(), `${place} of ${name}`).toEqual([...open].sort());
        const items = [...new Set(open.map((seen) => seen.split('/')[1] ?? ''))];
        expect(found.anywhere(place).sort(), `${place} of ${name}, over all`).toEqual(items.sort());
      }
    }
  });
});

test('there are at least forty, each told once and in a sentence', () => {
  expect(SCENARIOS.length).toBeGreaterThanOrEqual(40);
  expect(new Set(SCENARIOS.map(({ says }) => says)).size).toBe(SCENARIOS.length);
  for (const { says } of SCENARIOS) expect(says).toMatch(/^[A-Z].*\.$/);
});

test('nobody is named who does not play', () => {
  for (const { says, sees } of SCENARIOS) {
    for (const names of Object.keys(sees)) {
      for (const name of names.split(' ')) expect(CAST, `${says} (${name})`).toContain(name);
    }
  }
});
