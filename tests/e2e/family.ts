import type { Locator, Page } from '@playwright/test';
import { FATHER, MOTHER, OWNER } from '../../tools/demo/people.ts';
import { person } from '../harness.ts';
import { furnished, type Furnished } from './furnished.ts';

const VIEWERS = [MOTHER, FATHER];

/** The paths of a library and of its people page. */
export const homeOf = ({ library }: Furnished): string => `/l/${library}`;
export const peopleOf = (home: Furnished): string => `${homeOf(home)}/people`;
export const button = (on: Page | Locator, name: string | RegExp) => on.getByRole('button', { name, exact: true });
export const rowOf = (page: Page, name: string) =>
  page.getByRole('main').getByRole('listitem').filter({ hasText: name });
export const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

/** Creates a library of the owner that mother and father have joined. */
export async function family(): Promise<Furnished> {
  const home = await furnished({ owner: OWNER, viewers: VIEWERS });
  for (const { name, address } of VIEWERS) {
    const one = await person(name, { address });
    await one.call('onSignIn', {});
    await one.close();
  }
  return home;
}
