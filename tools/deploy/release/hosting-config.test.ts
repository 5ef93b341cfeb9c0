import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_REGION } from '@maru/model';
import { expect, test } from 'vitest';
import { folder } from '../../bootstrap/fake-programs.js';
import type { FirebaseJson } from '../../emulators/local-firebase.ts';
import { ROOT } from '../../emulators/root.ts';
import { allowAppCheckScripts, hostingConfig } from './hosting-config.ts';

const project = JSON.parse(readFileSync(join(ROOT, 'firebase.json'), 'utf8')) as FirebaseJson;

const policyOf = ({ headers }: FirebaseJson['hosting']): string =>
  headers.flatMap((rule) => rule.headers).find(({ key }) => key === 'Content-Security-Policy')?.value ?? '';

test('changes only the rewrite of the API without App Check', () => {
  const { rewrites, ...rest } = hostingConfig(project, { region: 'us-central1', hasAppCheck: false });
  const { rewrites: before, ...unchanged } = project.hosting;
  expect(rest).toEqual(unchanged);
  expect(rewrites).toEqual([
    { source: '/api/**', run: { serviceId: 'api', region: 'us-central1' } },
    ...before.slice(1),
  ]);
});

test('allows reCAPTCHA and App Check only with App Check', () => {
  const checked = policyOf(hostingConfig(project, { region: DEFAULT_REGION, hasAppCheck: true }));
  expect(checked).toMatch(/connect-src 'self' [^;]*https:\/\/content-firebaseappcheck\.googleapis\.com/);
  expect(checked).toMatch(/frame-src 'self' [^;]*https:\/\/www\.google\.com\/recaptcha\//);
  expect(policyOf(project.hosting)).not.toMatch(/appcheck|recaptcha/);
});

test("allows reCAPTCHA's scripts in the page, and gives the page a new revision in the service worker", async () => {
  const site = folder('site');
  const page = `<meta http-equiv="content-security-policy" content="worker-src 'self'; script-src 'self' 'sha256-x='">`;
  writeFileSync(join(site, '200.html'), page);
  writeFileSync(join(site, 'sw.js'), 'x([{"revision":"1","url":"a.js"},{"revision":"2","url":"/200.html"}])');
  await allowAppCheckScripts(site);
  expect(readFileSync(join(site, '200.html'), 'utf8')).toContain(
    `script-src 'self' 'sha256-x=' https://www.google.com/recaptcha/ https://www.gstatic.com/recaptcha/">`,
  );
  expect(readFileSync(join(site, 'sw.js'), 'utf8')).toMatch(
    /^x\(\[\{"revision":"1","url":"a.js"\},\{"revision":"[0-9a-f]{12}","url":"\/200.html"\}\]\)$/,
  );
  writeFileSync(join(site, 'sw.js'), 'another format');
  await expect(allowAppCheckScripts(site)).rejects.toThrow('does not match');
});
