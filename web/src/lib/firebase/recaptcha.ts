import { Unreachable } from '@maru/model/api/unreachable';

/** The part of reCAPTCHA Enterprise that is used (cloud.google.com/recaptcha/docs/instrument-web-pages). */
interface Recaptcha {
  ready(callback: () => void): void;
  execute(siteKey: string, options: { action: string }): Promise<string>;
}

declare global {
  interface Window {
    grecaptcha?: { enterprise?: Recaptcha };
  }
}

/** How long reCAPTCHA may take, in milliseconds, before the network counts as unreachable. */
const TIMEOUT_MS = 15_000;

/** Loads the script unless it is loaded; after a failure the next call loads it again. */
async function load(siteKey: string): Promise<Recaptcha> {
  if (!window.grecaptcha?.enterprise) {
    const script = document.createElement('script');
    script.src = `https://www.google.com/recaptcha/enterprise.js?render=${siteKey}`;
    await new Promise<void>((resolve, reject) => {
      script.addEventListener('load', () => resolve());
      script.addEventListener('error', () => {
        script.remove();
        reject(new Unreachable('reCAPTCHA'));
      });
      document.head.append(script);
    });
  }
  if (!window.grecaptcha?.enterprise) throw new Unreachable('reCAPTCHA');
  return window.grecaptcha.enterprise;
}

async function execute(siteKey: string): Promise<string> {
  const recaptcha = await load(siteKey);
  await new Promise<void>((resolve) => recaptcha.ready(resolve));
  return recaptcha.execute(siteKey, { action: 'fire_app_check' });
}

/** Lets reCAPTCHA assess this page, which nobody sees, and returns its token. Rejects with Unreachable if it does not load in time. */
export const solveRecaptcha = (siteKey: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Unreachable('reCAPTCHA')), TIMEOUT_MS);
    execute(siteKey)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
