import { localize } from '../../bootstrap/messages.js';
import type { GoogleClient } from '../google/client.ts';
import { DISPLAY_NAME, LABEL } from '../names.ts';
import type { Context, Step } from '../step.ts';
import { findWebApp } from './web-app.ts';
import { hostsOf } from './hosting-site.ts';

interface Key {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly webSettings?: { readonly allowedDomains?: readonly string[] };
}

/** Clients write to Firestore only what the rules allow; with App Check, only the app itself may try. */
const ENFORCED = 'firestore.googleapis.com';

/** The site key of the web app, or undefined without App Check. */
export async function findSiteKey(google: GoogleClient): Promise<string | undefined> {
  const app = await findWebApp(google);
  if (app === undefined) return undefined;
  const path = `v1/projects/${google.project}/apps/${app.appId}/recaptchaEnterpriseConfig`;
  const config = await google.optional<{ siteKey?: string }>('firebaseappcheck', path);
  return config?.siteKey === '' ? undefined : config?.siteKey;
}

/** The reCAPTCHA key that Maru created, or undefined. */
export async function findKey(google: GoogleClient): Promise<Key | undefined> {
  const keys = await google.list<Key>('recaptchaenterprise', `v1/projects/${google.project}/keys`, 'keys');
  return keys.find(({ labels }) => labels?.[LABEL] !== undefined);
}

async function isEnforced(google: GoogleClient): Promise<boolean> {
  const path = `v1/projects/${google.project}/services/${ENFORCED}`;
  const service = await google.optional<{ enforcementMode?: string }>('firebaseappcheck', path);
  return service?.enforcementMode === 'ENFORCED';
}

/** Makes Firestore require App Check, or not. */
export async function setEnforcement(google: GoogleClient, enforcementMode: 'ENFORCED' | 'UNENFORCED'): Promise<void> {
  const name = `projects/${google.project}/services/${ENFORCED}`;
  await google.patch('firebaseappcheck', `v1/${name}`, {
    query: { updateMask: 'enforcementMode' },
    body: { name, enforcementMode },
  });
}

/** Whether all hosts of the app may use the key. */
const allowsHosts = (key: Key | undefined, { facts }: Context): boolean =>
  hostsOf(facts).every((host) => key?.webSettings?.allowedDomains?.includes(host) === true);

/** With App Check: a reCAPTCHA Enterprise key for the app's hosts. With --no-app-check: a Firestore that requires none, before the new pages. */
export const appCheck: Step = {
  id: 'app-check',
  title: { ko: 'App Check', en: 'App Check' },
  async plan(context) {
    const { facts, google } = context;
    if (!facts.appCheck) {
      if (facts.record.appCheck !== true || !(await isEnforced(google))) return 'skipped';
      return { change: localize('App Check를 꺼요', 'turn off App Check') };
    }
    if ((await findSiteKey(google)) !== undefined && allowsHosts(await findKey(google), context)) return 'done';
    return { change: localize('reCAPTCHA Enterprise를 준비해요', 'create a key of reCAPTCHA Enterprise') };
  },
  async apply(context) {
    const { facts, google } = context;
    if (!facts.appCheck) return setEnforcement(google, 'UNENFORCED');
    const key = await createKey(context);
    const siteKey = key.name.split('/').pop() ?? '';
    if ((await findSiteKey(google)) !== siteKey) {
      const app = await findWebApp(google);
      const path = `v1/projects/${google.project}/apps/${app?.appId ?? ''}/recaptchaEnterpriseConfig`;
      const body = { name: path.replace('v1/', ''), siteKey };
      await google.patch('firebaseappcheck', path, { query: { updateMask: 'siteKey' }, body });
    }
  },
};

/** With App Check: Firestore for the app only, once the app that sends tokens is released and answers. */
export const appCheckEnforcement: Step = {
  id: 'app-check-enforcement',
  title: { ko: 'App Check 켜기', en: 'App Check enforcement' },
  async plan({ facts, google }) {
    if (!facts.appCheck) return 'skipped';
    if (await isEnforced(google)) return 'done';
    return {
      change: localize(
        '마루 앱에서 온 요청만 받아요. 열려 있는 앱은 한 번 새로 열어야 해요',
        'accept requests of the app only. Apps that are open have to be opened again',
      ),
    };
  },
  async apply({ google }) {
    if (!(await isEnforced(google))) await setEnforcement(google, 'ENFORCED');
  },
};

async function createKey(context: Context): Promise<Key> {
  const { google, facts } = context;
  const webSettings = { allowedDomains: hostsOf(facts), integrationType: 'SCORE' };
  const existing = await findKey(google);
  if (existing === undefined)
    return google.post<Key>('recaptchaenterprise', `v1/projects/${google.project}/keys`, {
      body: { displayName: DISPLAY_NAME, labels: { [LABEL]: 'web' }, webSettings },
      once: true,
    });
  if (allowsHosts(existing, context)) return existing;
  return google.patch<Key>('recaptchaenterprise', `v1/${existing.name}`, {
    query: { updateMask: 'webSettings.allowedDomains' },
    body: { displayName: DISPLAY_NAME, webSettings },
  });
}
