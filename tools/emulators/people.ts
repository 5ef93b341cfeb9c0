import { DEMO_PEOPLE } from '../demo/people.ts';

export { DEMO_PEOPLE };

/** Who may make a library on the emulators: the same list that deploy takes. */
export const DEMO_ACCESS: { owners: readonly string[]; allowed: readonly string[] } = {
  owners: DEMO_PEOPLE.filter(({ part }) => part === 'owner').map(({ address }) => address),
  allowed: DEMO_PEOPLE.filter(({ part }) => part === 'editor' || part === 'viewer').map(({ address }) => address),
};
