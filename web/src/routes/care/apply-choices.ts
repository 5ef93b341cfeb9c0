import { choicesToApply, type AppliedChoices, type Care, type Display } from '@maru/model/care/care';
import type { LibraryId, Uid } from '@maru/model/ids';
import type { OfflineStore } from '#lib/device/offline-store.ts';
import { stored } from '#lib/state/stored.ts';

/** Returns a function that applies what helpers chose for this person in a library, each choice once on this device. */
export function choiceApplier(
  store: OfflineStore,
  uid: Uid,
  apply: (choice: Partial<Display>) => void,
): (library: LibraryId, care: Care) => Promise<void> {
  const known = new Map<LibraryId, Promise<AppliedChoices>>();
  return async (library, care) => {
    const kept = stored<AppliedChoices>(store, `appliedCare/${library}`);
    const before = known.get(library) ?? kept.read().then((applied) => applied ?? {});
    const after = before.then((applied) => {
      const next = choicesToApply(care, uid, applied);
      if (Object.keys(next.display).length === 0) return applied;
      apply(next.display);
      kept.write(next.applied);
      return next.applied;
    });
    known.set(library, after);
    await after;
  };
}
