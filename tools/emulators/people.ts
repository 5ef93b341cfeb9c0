import { DEMO_PEOPLE } from '../demo/people.ts';

export { DEMO_PEOPLE };

/** Who may create a library on the emulators, in the form that a deployment uses. */
export const DEMO_ACCESS: { owners: readonly string[]; allowed: readonly string[] } = {
  owners: DEMO_PEOPLE.filter(({ role }) => role === 'owner').map(({ address }) => address),
  allowed: DEMO_PEOPLE.filter(({ role }) => role === 'editor' || role === 'viewer').map(({ address }) => address),
};
