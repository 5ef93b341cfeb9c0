import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Rule {
  readonly source?: string;
  readonly regex?: string;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

const { hosting } = JSON.parse(readFileSync(join(import.meta.dirname, '../../firebase.json'), 'utf8')) as {
  hosting: { headers: readonly Rule[] };
};
const [guarded] = hosting.headers.filter(({ regex }) => regex !== undefined) as [Rule];
const headers = new Map(guarded.headers.map(({ key, value }) => [key, value]));

/** The entries of a header by name: directives of a policy, or permissions. */
const listed = (name: string, between: string, after: string): Map<string, string> =>
  new Map(
    (headers.get(name) ?? '').split(between).map((one) => {
      const [what = '', ...of] = one.trim().split(after);
      return [what, of.join(after)];
    }),
  );

test('Firebase Hosting sends security headers with every page; the emulators send only some', () => {
  expect(headers.get('Strict-Transport-Security')).toMatch(/^max-age=63072000\b/);
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(headers.get('X-Frame-Options')).toBe('DENY');
  expect(headers.get('Referrer-Policy')).toBe('strict-origin-when-cross-origin');
  expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin-allow-popups');
  const may = listed('Permissions-Policy', ',', '=');
  const allowed = [...may].filter(([, who]) => who !== '()');
  expect(allowed.map(([what]) => what).sort()).toEqual(
    ['autoplay', 'camera', 'fullscreen', 'picture-in-picture', 'screen-wake-lock'].sort(),
  );
  for (const [what, who] of allowed) expect([what, who]).toEqual([what, '(self)']);
});

test('pages cannot be framed and connect only to Maru and Google', () => {
  const policy = listed('Content-Security-Policy', ';', ' ');
  expect(policy.get('frame-ancestors')).toBe("'none'");
  expect(policy.get('object-src')).toBe("'none'");
  for (const own of ['base-uri', 'form-action', 'font-src']) expect(policy.get(own), own).toBe("'self'");
  // The iPhone's home screen icon is created in the page as a blob.
  expect(policy.get('manifest-src')).toBe("'self' blob:");
  const hosts = [...policy.values()].join(' ').match(/\S*(?:\*|\.)\S+/g) ?? [];
  expect(hosts.length).toBeGreaterThan(5);
  for (const host of hosts)
    expect(host).toMatch(/^https:\/\/(\*\.)?([a-z\d]+\.)?(googleapis|google|googleusercontent|firebaseapp)\.com$/);
  // Kit writes its hashes into the page; a second list here would block those scripts.
  expect(policy.has('script-src') || policy.has('default-src')).toBe(false);
});
