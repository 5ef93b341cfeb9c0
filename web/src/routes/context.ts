import { createContext } from 'svelte';
import type { Player } from '#lib/media/player.svelte.ts';
import type { Account } from '#lib/state/account.svelte.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import type { Toasts } from '#lib/ui/feedback/toasts.svelte.ts';

/** What every page reaches: the one player, and what is said over the page. */
export const [useShell, provideShell] = createContext<{ readonly player: Player; readonly toasts: Toasts }>();

/** Who is here, for the pages behind the sign-in. */
export const [useAccount, provideAccount] = createContext<Account>();

/** The library of the address, for the pages below /l/[library]. It may change while they stand. */
export const [useLibrary, provideLibrary] = createContext<{ readonly current: LibraryView }>();
