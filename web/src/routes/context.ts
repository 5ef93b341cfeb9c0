import { createContext } from 'svelte';
import type { Player } from '#lib/media/player.svelte.ts';
import type { Account } from '#lib/state/account.svelte.ts';
import type { IncomingFiles } from '#lib/state/incoming-files.svelte.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import type { Toasts } from '#lib/ui/feedback/toasts.svelte.ts';

/** The player, the toasts and the files that other apps handed over, for every page. */
export const [useShell, provideShell] = createContext<{
  readonly player: Player;
  readonly toasts: Toasts;
  readonly incoming: IncomingFiles;
}>();

/** The account of the signed-in person, for the pages behind the sign-in. */
export const [useAccount, provideAccount] = createContext<Account>();

/** The library of the address, for the pages below /l/[library]. It may change while they are mounted. */
export const [useLibrary, provideLibrary] = createContext<{ readonly current: LibraryView }>();
