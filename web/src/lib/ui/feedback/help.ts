import { getContext, setContext } from 'svelte';

/** How people ask for help with an error. */
export interface HelpRequests {
  readonly label: string;
  /** Sends what an error says to somebody who can help. Returns what the person has to do then, if anything. Never rejects. */
  readonly send: (error: string) => Promise<string | undefined>;
}

/** The key of the context, for tests of components. */
export const HELP = Symbol('help requests');

/** Offers help with every error below the current component. */
export const provideHelp = (help: HelpRequests): void => void setContext(HELP, help);

/** How to ask for help; undefined above `provideHelp`. */
export const useHelp = (): HelpRequests | undefined => getContext<HelpRequests | undefined>(HELP);
