import { localize } from '../../bootstrap/messages.js';
import type { GoogleClient } from '../google/client.ts';
import { waitForOperation, type Operation } from '../google/operations.ts';
import { DISPLAY_NAME } from '../names.ts';
import type { Step } from '../step.ts';

/** A web app of the project. */
export interface WebApp {
  readonly appId: string;
  readonly displayName?: string;
  readonly state?: string;
}

/** The web app named Maru, or undefined. */
export async function findWebApp(google: GoogleClient): Promise<WebApp | undefined> {
  const apps = await google.list<WebApp>('firebase', `v1beta1/projects/${google.project}/webApps`, 'apps');
  return apps.find(({ displayName, state }) => displayName === DISPLAY_NAME && state !== 'DELETED');
}

/** The configuration of the web SDK. */
export interface WebConfig {
  readonly apiKey: string;
  readonly authDomain: string;
  readonly projectId: string;
  readonly appId: string;
}

/** Reads the configuration of the web app named Maru; the step must have created it. */
export async function readWebConfig(google: GoogleClient): Promise<WebConfig> {
  const app = await findWebApp(google);
  if (app === undefined) throw new Error('there is no web app');
  const path = `v1beta1/projects/${google.project}/webApps/${app.appId}/config`;
  const { apiKey, authDomain } = await google.get<WebConfig>('firebase', path);
  return { apiKey, authDomain, projectId: google.project, appId: app.appId };
}

/** Registers the web app. Other apps of the project stay as they are. */
export const webApp: Step = {
  id: 'web-app',
  title: { ko: '웹 앱 등록', en: 'Web app registration' },
  async plan({ google }) {
    if ((await findWebApp(google)) !== undefined) return 'done';
    return { change: localize('웹 앱을 등록해요', 'register the web app') };
  },
  async apply({ google }) {
    if ((await findWebApp(google)) !== undefined) return;
    const operation = await google.post<Operation>('firebase', `v1beta1/projects/${google.project}/webApps`, {
      body: { displayName: DISPLAY_NAME },
      once: true,
    });
    await waitForOperation(google, 'firebase', 'v1beta1', operation);
  },
};
