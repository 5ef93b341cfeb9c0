import { deleteApp, initializeApp, type FirebaseApp } from 'firebase/app';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { appCheckTokenOf, openAppCheck } from './app-check.ts';
import { Unreachable } from '@maru/model/api/unreachable';

let app: FirebaseApp;
beforeEach(() => {
  app = initializeApp({ apiKey: 'key', projectId: 'p', appId: '1:2:web:3' }, crypto.randomUUID());
});
afterEach(async () => {
  await deleteApp(app);
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Answers the request for reCAPTCHA's script. */
function answerScript(answer: 'load' | 'error'): void {
  vi.spyOn(document.head, 'append').mockImplementation((script) => {
    if (answer === 'load')
      vi.stubGlobal('grecaptcha', {
        enterprise: { ready: (callback: () => void) => callback(), execute: () => Promise.resolve('solved') },
      });
    queueMicrotask(() => (script as HTMLElement).dispatchEvent(new Event(answer)));
  });
}

test('exchanges the token of reCAPTCHA for one of App Check', async () => {
  answerScript('load');
  const fetch = vi.fn((..._: unknown[]) => Promise.resolve(Response.json({ token: 'checked', ttl: '3600s' })));
  vi.stubGlobal('fetch', fetch);
  const appCheck = openAppCheck(app, 'site');
  expect(await appCheckTokenOf(appCheck)).toBe('checked');
  expect(fetch.mock.calls[0]).toEqual([
    'https://content-firebaseappcheck.googleapis.com/v1/projects/p/apps/1:2:web:3:exchangeRecaptchaEnterpriseToken?key=key',
    expect.objectContaining({ method: 'POST', body: '{"recaptchaEnterpriseToken":"solved"}' }),
  ]);
});

test('rejects with Unreachable while reCAPTCHA does not load, and loads it again for the next call', async () => {
  answerScript('error');
  const appCheck = openAppCheck(app, 'site');
  await expect(appCheckTokenOf(appCheck)).rejects.toBeInstanceOf(Unreachable);
  answerScript('load');
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ token: 'checked', ttl: '3600s' })));
  expect(await appCheckTokenOf(appCheck)).toBe('checked');
});

test('sends no token if App Check refuses, so that the API answers', async () => {
  answerScript('load');
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('{}', { status: 403 })));
  expect(await appCheckTokenOf(openAppCheck(app, 'site'))).toBeUndefined();
});
