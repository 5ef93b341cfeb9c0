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
