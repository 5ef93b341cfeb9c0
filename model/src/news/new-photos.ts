import type { EntryRow } from '../album-index/order.ts';
import { compareRows } from '../album-index/order.ts';
import type { Outline } from '../album-index/outline.ts';
import { ALL, type AlbumId, type ItemId, type Uid } from '../ids.ts';
import { NEW, type Looks } from './looks.ts';

/** What is older than this is not new to anybody: a month of days on which somebody may look. */
const NEW_DAYS = 30;
/** Additions with a longer pause between them, on different days, are not one import. */
const PAUSE_MS = 3_600_000;
/** As many lines as one looks at in a sitting, and as many photos. */
const MAX_LINES = 5;
const MAX_PHOTOS = 60;

/** The new entries of one album, in any order, as far as they are known. */
export interface AlbumAdditions {
  readonly album: AlbumId;
  readonly rows: readonly EntryRow[];
}

/** An entry that was added lately, and the albums in which it is: `all` only if it is in no other. */
export interface Addition {
  readonly row: EntryRow;
  readonly albums: readonly AlbumId[];
  /** Whether somebody else added it and its viewer has not looked since. */
  readonly isNew: boolean;
}

/** What one person added in one day or one import. */
export interface NewLine {
  readonly by: Uid;
  /** The name of the guest, if a guest added it. */
  readonly guest: string | undefined;
  /** When it was begun, ms since 1970. */
  readonly since: number;
  readonly count: number;
  /** In album order; at most 60, which are spread evenly over all of them. */
  readonly rows: readonly EntryRow[];
  /** The album of each row, by item. */
  readonly albumOf: ReadonlyMap<ItemId, AlbumId>;
}

/** Entries that were added after this are shown as the latest ones, ms since 1970. */
export const latestSince = (looks: Looks, now: number): number =>
  Math.max(looks[NEW]?.before ?? 0, now - NEW_DAYS * 86_400_000);

/** The sheets with entries that were added after `since`, those with the newest first. Entries without an image do not count. */
export const sheetsSince = (outline: Outline, since: number): Outline =>
  outline
    .filter(({ cover }) => cover !== undefined && cover.addedAt > since)
    .sort((a, b) => (b.cover?.addedAt ?? 0) - (a.cover?.addedAt ?? 0));

/** Combines the latest entries of all albums that a person sees. `me` is that person. */
export function additionsOf(albums: readonly AlbumAdditions[], looks: Looks, me: Uid): Addition[] {
  const found = new Map<ItemId, { row: EntryRow; albums: AlbumId[] }>();
  for (const { album, rows } of albums)
    for (const row of rows) {
      const known = found.get(row[0]);
      if (known) known.albums.push(album);
      else found.set(row[0], { row, albums: [album] });
    }
  return [...found.values()].map(({ row, albums: all }) => {
    const [, { addedAt, by }] = row;
    const seenThrough = Math.max(...[NEW, ...all].map((place) => looks[place]?.through ?? 0));
    const others = all.filter((album) => album !== ALL);
    return { row, albums: others.length > 0 ? others : all, isNew: by !== me && addedAt > seenThrough };
  });
}

/** At most `max` of `values`, evenly spread. */
const spread = <T>(values: readonly T[], max: number): readonly T[] =>
  values.length <= max
    ? values
    : values.filter((_, n) => Math.floor((n * max) / values.length) !== Math.floor(((n - 1) * max) / values.length));

/**
 * Groups additions: one person's day is a line, and so is one import that goes on past midnight. Returns the lines that were begun last, latest
 * first. `dayOf` gives the local day of an instant.
 */
export function newLines(additions: readonly Addition[], dayOf: (at: number) => string): NewLine[] {
  const byPerson = new Map<string, Addition[]>();
  for (const addition of additions) {
    const { by, guest } = addition.row[1];
    const person = `${by} ${guest ?? ''}`;
    byPerson
      .set(person, byPerson.get(person) ?? [])
      .get(person)
      ?.push(addition);
  }
  const runs: Addition[][] = [];
  for (const added of byPerson.values()) {
    const sorted = added.toSorted((a, b) => a.row[1].addedAt - b.row[1].addedAt);
    let run: Addition[] = [];
    for (const one of sorted) {
      const last = run.at(-1)?.row[1].addedAt;
      const { addedAt } = one.row[1];
      if (last === undefined || (dayOf(last) !== dayOf(addedAt) && addedAt - last > PAUSE_MS)) runs.push((run = []));
      run.push(one);
    }
  }
  return runs
    .flatMap((run) => {
      const [first] = run;
      if (!first) return [];
      const { by, guest, addedAt } = first.row[1];
      const rows = spread(run.map(({ row }) => row).sort(compareRows), MAX_PHOTOS);
      const albumOf = new Map(run.flatMap(({ row, albums }) => albums.slice(0, 1).map((album) => [row[0], album])));
      return [{ by, guest, since: addedAt, count: run.length, rows, albumOf }];
    })
    .sort((a, b) => b.since - a.since)
    .slice(0, MAX_LINES);
}
