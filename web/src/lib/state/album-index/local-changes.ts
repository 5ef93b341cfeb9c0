import { applyChanges, sheetsToRead, type AppliedChanges, type Change } from '@maru/model/album-index/apply';
import type { EntryRow } from '@maru/model/album-index/order';
import type { Outline, SheetInfo } from '@maru/model/album-index/outline';
import type { ItemId } from '@maru/model/ids';

/** The version of sheets that exist only here. */
export const LOCAL = Infinity;

/** The sheets of an outline that these changes affect. */
export function affectedSheets(outline: Outline, changes: readonly Change[]): SheetInfo[] {
  const ids = new Set(changes.length > 0 ? sheetsToRead(outline, changes) : []);
  return ids.size === 0 ? [] : outline.filter(({ id }) => ids.has(id));
}

/** Applies the changes of which all sheets are loaded. The changes of one item belong together: otherwise it would be shown twice. */
export function applyLocally(
  outline: Outline,
  rowsOf: (sheet: SheetInfo) => readonly EntryRow[] | undefined,
  changes: readonly Change[],
): Pick<AppliedChanges, 'outline' | 'written'> {
  const rows = new Map(affectedSheets(outline, changes).map((sheet) => [sheet.id, rowsOf(sheet)]));
  const byItem = new Map<ItemId, Change[]>();
  for (const change of changes) byItem.set(change.item, [...(byItem.get(change.item) ?? []), change]);
  const applicable = [...byItem.values()].filter((of) => sheetsToRead(outline, of).every((id) => rows.get(id))).flat();
  if (applicable.length === 0) return { outline, written: new Map() };
  return applyChanges(outline, (id) => rows.get(id) ?? [], applicable, LOCAL);
}

/** Earlier changes and later ones; an item's entry is the later one. */
export function followedBy<C extends Change>(before: readonly C[], changes: readonly C[]): C[] {
  const items = new Set(changes.map(({ item }) => item));
  return [...before.filter((one) => 'removedFrom' in one || !items.has(one.item)), ...changes];
}
