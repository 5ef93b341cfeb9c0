import type { Locator, Page } from '@playwright/test';
import { FATHER, MOTHER, OWNER } from '../../tools/demo/people.ts';
import { person } from '../harness.ts';
import { furnished, type Furnished } from './furnished.ts';

const VIEWERS = [MOTHER, FATHER];

/** Where the app shows a library, and its people. */
export const homeOf = ({ library }: Furnished): string => `/l/${library}`;
export const peopleOf = (home: Furnished): string => `${homeOf(home)}/people`;
/** What is on a page or in a panel, by its whole name. */
export const button = (on: Page | Locator, name: string | RegExp) => on.getByRole('button', { name, exact: true });
/** One of the list that is on a page. */
export const rowOf = (page: Page, name: string) =>
  page.getByRole('main').getByRole('listitem').filter({ hasText: name });
export const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

/** A library of the owner's where mother and father have come already. */
export async function family(): Promise<Furnished> {
  const home = await furnished({ owner: OWNER, viewers: VIEWERS });
  for (const { name, address } of VIEWERS) {
    const one = await person(name, { address });
    await one.call('onSignIn', {});
    await one.close();
  }
  return home;
}
