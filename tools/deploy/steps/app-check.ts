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

/** Whether all hosts of the app may use the key. */
const allowsHosts = (key: Key | undefined, { facts }: Context): boolean =>
  hostsOf(facts).every((host) => key?.webSettings?.allowedDomains?.includes(host) === true);

/** With --app-check: a reCAPTCHA Enterprise key for the app's hosts, and Firestore for the app only. */
export const appCheck: Step = {
  id: 'app-check',
  title: { ko: 'App Check', en: 'App Check' },
  async plan(context) {
    const { facts, google } = context;
    if (!facts.appCheck) return 'skipped';
    const isDone = (await findSiteKey(google)) !== undefined && allowsHosts(await findKey(google), context);
    if (isDone && (await isEnforced(google))) return 'done';
    return {
      change: localize(
        'App Check를 켜요: reCAPTCHA Enterprise로 마루 앱에서 온 요청만 받아요',
        'turn on App Check: with reCAPTCHA Enterprise, only requests of the app are accepted',
      ),
    };
  },
  async apply(context) {
    const { facts, google } = context;
    if (!facts.appCheck) return;
    const key = await createKey(context);
    const siteKey = key.name.split('/').pop() ?? '';
    if ((await findSiteKey(google)) !== siteKey) {
      const app = await findWebApp(google);
      const path = `v1/projects/${google.project}/apps/${app?.appId ?? ''}/recaptchaEnterpriseConfig`;
      const body = { name: path.replace('v1/', ''), siteKey };
      await google.patch('firebaseappcheck', path, { query: { updateMask: 'siteKey' }, body });
    }
    if (await isEnforced(google)) return;
    const path = `v1/projects/${google.project}/services/${ENFORCED}`;
    await google.patch('firebaseappcheck', path, {
      query: { updateMask: 'enforcementMode' },
      body: { name: path.replace('v1/', ''), enforcementMode: 'ENFORCED' },
    });
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
    query: { updateMask: 'web_settings.allowed_domains' },
    body: { displayName: DISPLAY_NAME, webSettings },
  });
}
