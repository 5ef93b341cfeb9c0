import { describe, expect, test } from 'vitest';
import type { Uid } from '../src/ids.ts';
import { canDownloadItem, canViewAlbum } from '../src/access/policy.ts';
import { expectedOf, FAMILY, itemsOf, OUTSIDERS, sharingOf, type Scenario } from './scenario.ts';
import { GUEST_SCENARIOS } from './guest-scenarios.ts';
import { FAMILY_SCENARIOS } from './family-scenarios.ts';

const SCENARIOS = [...FAMILY_SCENARIOS, ...GUEST_SCENARIOS];
/** Everybody, and `undefined` for signed out. */
const VIEWERS: readonly (string | undefined)[] = [...Object.keys(FAMILY), ...OUTSIDERS, undefined];

/** Returns what a person sees in a scenario. */
function viewerOf(scenario: Scenario, who: string | undefined) {
  const sharing = sharingOf(scenario);
  const items = [...itemsOf(scenario)];
  const uid = who as Uid | undefined;
  const visible = [...sharing.albums].filter(([, album]) => canViewAlbum(sharing, album, uid));
  return {
    albums: visible.map(([id]) => id),
    /** As `album/item`. */
    entries: visible.flatMap(([id]) =>
      items.filter(([, albums]) => albums.includes(id)).map(([item]) => `${id}/${item}`),
    ),
    /** The items whose originals they can download, as `album/item`. */
    downloads: [...sharing.albums].flatMap(([id, album]) =>
      items
        .filter(([, albums]) => canDownloadItem({ library: sharing, id, album, uid }, { albums }))
        .map(([item]) => `${id}/${item}`),
    ),
    isMember: uid !== undefined && Object.hasOwn(sharing.roles, uid),
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
      const entries = expected.filter((entry) => !entry.endsWith('/')).sort();
      expect(viewer.entries.sort(), `entries of ${name}`).toEqual(entries);
      // Guests view, but do not download originals.
      expect(viewer.downloads.sort(), `downloads of ${name}`).toEqual(viewer.isMember ? entries : []);
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
