import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MaruConfig } from '@maru/model/config';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { allowAppCheckScripts, hostingConfig } from '../../tools/deploy/release/hosting-config.ts';
import type { FirebaseJson } from '../../tools/emulators/local-firebase.ts';
import { ROOT } from '../../tools/emulators/root.ts';
import { serviceWorkerReady } from './app.ts';
import { ko } from './messages.ts';
import { serveSite, type StaticSite } from './static-site.ts';

// The web app as it is deployed: the same build, Hosting's headers, and the maru.json of a project on Google's servers.

const SITE_KEY = '6LcXyZ0pAAAAAFamilyPhotosSiteKey0000000000';
const CONFIG: MaruConfig = {
  firebase: {
    apiKey: 'AIzaSyFamilyPhotos0000000000000000000000',
    authDomain: 'family-photos-1a2b3.firebaseapp.com',
    projectId: 'family-photos-1a2b3',
    appId: '1:123456789012:web:0123456789abcdef012345',
  },
  buckets: { originals: 'family-photos-1a2b3-originals', renditions: 'family-photos-1a2b3-renditions' },
  region: 'europe-west1',
  storageHost: 'https://firebasestorage.googleapis.com',
};

/** What reCAPTCHA does as far as the policy matters: more scripts, a frame and a request. */
const FAKE_RECAPTCHA = `
  for (const [name, src] of [['script', 'https://www.gstatic.com/recaptcha/releases/x/recaptcha__ko.js'], ['iframe', 'https://www.google.com/recaptcha/enterprise/anchor']])
    document.body.append(Object.assign(document.createElement(name), { src }));
  fetch('https://www.google.com/recaptcha/enterprise/clr').catch(() => undefined);
  window.grecaptcha = { enterprise: { ready: (callback) => callback(), execute: () => Promise.resolve('solved') } };
`;

const project = JSON.parse(await readFile(join(ROOT, 'firebase.json'), 'utf8')) as FirebaseJson;
const build = join(ROOT, 'web', 'build');

let folder = '';
let site: StaticSite;
test.afterEach(async () => {
  await site.stop();
  await rm(folder, { recursive: true });
});

/** Stages the build as a release does, and serves it. */
async function stage(config: MaruConfig): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'maru-site-'));
  await cp(build, folder, { recursive: true });
  await writeFile(join(folder, 'maru.json'), JSON.stringify(config));
  const hasAppCheck = config.appCheck !== undefined;
  if (hasAppCheck) await allowAppCheckScripts(folder);
  site = await serveSite(folder, hostingConfig(project, { region: config.region, hasAppCheck }));
}

/** Requests that left the site, and violations of its policy. Google's servers answer nothing useful. */
interface Traffic {
  readonly outside: string[];
  readonly violations: string[];
}

async function recordTraffic(context: BrowserContext): Promise<Traffic> {
  const traffic: Traffic = { outside: [], violations: [] };
  await context.exposeBinding('tellViolation', (_, text: string) => traffic.violations.push(text));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      (window as unknown as { tellViolation: (text: string) => void }).tellViolation(
        `${violatedDirective} ${blockedURI}`,
      );
    });
  });
  await context.route(
    (url) => url.origin !== site.origin && url.protocol.startsWith('http'),
    (route) => {
      const url = new URL(route.request().url());
      traffic.outside.push(`${url.origin}${url.pathname}`);
      const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
      if (url.pathname === '/recaptcha/enterprise.js')
        return route.fulfill({ contentType: 'text/javascript', body: FAKE_RECAPTCHA });
      if (url.pathname.endsWith(':exchangeRecaptchaEnterpriseToken'))
        return route.fulfill({ headers, json: { token: 'checked', ttl: '3600s' } });
      return route.fulfill({
        headers,
        contentType: url.pathname.endsWith('.js') ? 'text/javascript' : 'text/html',
        body: '',
      });
    },
  );
  return traffic;
}

/** Opens an invite link, which calls the API without a sign-in. */
async function openInvite(page: Page): Promise<void> {
  await page.goto(`${site.origin}/i#${'q'.repeat(32)}`);
  await expect.poll(() => site.calls.length).toBeGreaterThan(0);
}

const isGoogle = (url: string): boolean =>
  /^https:\/\/([a-z-]+\.)?(googleapis|google|gstatic)\.com\/|^https:\/\/family-photos-1a2b3\.firebaseapp\.com\//.test(
    url,
  );

test('the build names no emulator and no demo project', async () => {
  await stage(CONFIG);
  const names = (await readdir(folder, { recursive: true })).filter((name) =>
    /\.(js|html|css|json|webmanifest)$/.test(name),
  );
  expect(names.length).toBeGreaterThan(20);
  const loopback = /demo-maru|(127\.0\.0\.1|localhost)(:\d|(:\$\{|['"`],)[\w$.]*emulators)/;
  const found = await Promise.all(
    names.map(async (name) => [name, loopback.exec(await readFile(join(folder, name), 'utf8'))?.[0]]),
  );
  expect(found.filter(([, address]) => address !== undefined)).toEqual([]);
  // The addresses that a build with the emulators' would contain.
  for (const text of [
    'a(b,`127.0.0.1`,c.emulators.auth)',
    '`http://127.0.0.1:${a.emulators.auth}`',
    '"localhost:9099"',
  ])
    expect(text).toMatch(loopback);
});

test('loads for a real project, asks only Google, and without App Check reCAPTCHA is blocked', async ({
  page,
  context,
}) => {
  await stage(CONFIG);
  const traffic = await recordTraffic(context);
  await page.goto(site.origin);
  await expect(page.getByRole('button', { name: ko('google_sign_in') })).toBeEnabled();
  await serviceWorkerReady(page);
  await openInvite(page);
  expect(traffic.outside.filter((url) => !isGoogle(url))).toEqual([]);
  expect(traffic.outside.filter((url) => url.includes('recaptcha'))).toEqual([]);
  expect(site.calls.map(({ appCheck }) => appCheck)).toEqual(site.calls.map(() => undefined));
  expect(traffic.violations).toEqual([]);

  await page.evaluate(() => {
    const script = document.createElement('script');
    script.src = 'https://www.google.com/recaptcha/enterprise.js';
    document.body.append(script);
  });
  await expect.poll(() => traffic.violations.join()).toContain('script-src');
});

test('with App Check, loads reCAPTCHA under the policy and sends tokens to the API', async ({ page, context }) => {
  await stage({ ...CONFIG, appCheck: { siteKey: SITE_KEY } });
  const traffic = await recordTraffic(context);
  await openInvite(page);
  expect(site.calls.at(-1)).toEqual({ path: '/api/previewInvite', appCheck: 'checked' });
  for (const path of ['enterprise.js', 'enterprise/anchor', 'enterprise/clr', 'releases/x/recaptcha__ko.js'])
    expect(
      traffic.outside.some((url) => url.endsWith(`/recaptcha/${path}`)),
      path,
    ).toBe(true);
  expect(traffic.outside.filter((url) => !isGoogle(url))).toEqual([]);
  expect(traffic.violations).toEqual([]);
  // Installed apps replace the page that they have stored.
  const worker = async (path: string) =>
    /"revision":"(\w+)","url":"\/200\.html"/.exec(await readFile(path, 'utf8'))?.[1];
  expect(await worker(join(folder, 'sw.js'))).not.toBe(await worker(join(build, 'sw.js')));
});
