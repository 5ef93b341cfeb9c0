import { localize } from '../../bootstrap/messages.js';
import type { GoogleClient } from '../google/client.ts';
import { isConflict } from '../google/google-error.ts';
import type { Context, Facts, Step } from '../step.ts';

interface Site {
  readonly name: string;
  readonly type?: string;
}

/** The id of the default site, or undefined. */
export async function findSite(google: GoogleClient): Promise<string | undefined> {
  const sites = await google.list<Site>('firebasehosting', `v1beta1/projects/${google.project}/sites`, 'sites');
  return sites
    .find(({ type }) => type === 'DEFAULT_SITE')
    ?.name.split('/')
    .pop();
}

async function readSite({ google, facts }: Context): Promise<boolean> {
  const site = await findSite(google);
  if (site === undefined) return false;
  facts.site = site;
  const path = `v1beta1/projects/${google.project}/sites/${site}/customDomains`;
  const domains = await google.list<{ name: string }>('firebasehosting', path, 'customDomains');
  facts.domains = domains.map(({ name }) => name.split('/').pop() ?? '');
  return true;
}

/** Finds or creates the default site of Hosting, and finds the family's own domains. */
export const hostingSite: Step = {
  id: 'hosting-site',
  title: { ko: '웹 주소', en: 'Web address' },
  async plan(context) {
    if (await readSite(context)) return 'done';
    const { site } = context.facts;
    return {
      change: localize(`웹 주소를 만들어요: https://${site}.web.app`, `create the address https://${site}.web.app`),
    };
  },
  async apply(context) {
    if (await readSite(context)) return;
    const { google, facts } = context;
    try {
      const query = { siteId: facts.site };
      await google.post('firebasehosting', `v1beta1/projects/${google.project}/sites`, { query, body: {} });
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
    await readSite(context);
  },
};

/** All host names of the web app: two of Firebase, and the family's own. */
export const hostsOf = ({ site, domains }: Facts): string[] => [
  `${site}.web.app`,
  `${site}.firebaseapp.com`,
  ...domains,
];

/** The address for the family: their own domain if they have one. */
export const addressOfApp = ({ site, domains }: Facts): string => `https://${domains[0] ?? `${site}.web.app`}`;
