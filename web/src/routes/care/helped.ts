import type { Display } from '@maru/model/care/care';
import { display } from '#lib/device/display.svelte.ts';
import type { Account } from '#lib/state/account.svelte.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';

/** The libraries in which owners help this person: those that they only view. Reactive. */
export const helpedIn = (account: Account): LibraryView[] =>
  (account.libraries ?? []).map(([id]) => account.library(id)).filter((view) => view.can('keep-own-care'));

/** Changes how the app is shown on this device, as this person chose, which helpers see. */
export function chooseDisplay(account: Account, choice: Partial<Display>): void {
  Object.assign(display, choice);
  for (const view of helpedIn(account))
    view.changeCare(account.uid, choice).catch((error: unknown) => console.warn('the choice was not saved', error));
}

/** The name of the owner of a library, if there is one beside this person and this device knows it. */
export async function helperName(
  account: Pick<Account, 'uid'> | undefined,
  view: LibraryView | undefined,
): Promise<string | undefined> {
  const owners = (await view?.knownPeople())?.filter(({ uid, role }) => role === 'owner' && uid !== account?.uid) ?? [];
  return owners.length === 1 ? owners[0]?.member.name : undefined;
}
