// @vitest-environment node
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { addPreloads } from './preloads.ts';

const manifest = {
  error: { file: 'error.js', css: ['error.css'], imports: ['base'] },
  home: { file: 'home.js', imports: ['shared', 'base'] },
  album: { file: 'album.js', css: ['album.css'], imports: ['shared', 'base'] },
  shared: { file: 'shared.js' },
  base: { file: 'base.js' },
  sdk: { file: 'sdk.js', imports: ['shared'] },
};
const preloaded = { everyPage: ['error'], home: ['home'], album: ['album'], sdk: ['sdk'] };
const policy = '<meta http-equiv="content-security-policy" content="">';

/** The files that the script of the page preloads, for a person who is signed in. */
function preloadsOf(pathname: string, hasServiceWorker: boolean, hostname = 'localhost'): string[] {
  const html = addPreloads(`${policy}<link href="/base.js" rel="modulepreload">`, manifest, preloaded);
  const [, script = ''] = /<script>([^]*)<\/script>/.exec(html.slice(0, html.indexOf(policy))) ?? [];
  const links: Record<string, string>[] = [];
  const page = {
    localStorage: { getItem: () => 'me' },
    setTimeout: (run: () => void) => run(),
    location: { pathname, hostname },
    navigator: { serviceWorker: { controller: hasServiceWorker ? {} : null } },
    document: { createElement: () => ({}), head: { append: (link: Record<string, string>) => links.push(link) } },
  };
  runInNewContext(script, page);
  return links.map(({ rel, as, href, crossOrigin }) => [rel, as, href, crossOrigin].filter(Boolean).join(' '));
}

test('preloads what the page shows, with what it imports, before the content security policy applies, and nothing twice', () => {
  expect(preloadsOf('/l/family', true)).toEqual(['modulepreload /home.js', 'modulepreload /shared.js']);
  expect(preloadsOf('/', true)).toEqual(preloadsOf('/l/family', true));
  expect(preloadsOf('/l/family/all', true)).toEqual([
    'modulepreload /album.js',
    'preload style /album.css',
    'modulepreload /shared.js',
  ]);
  expect(() => addPreloads('', manifest, preloaded)).toThrow('content security policy');
});

test('links what every page needs, for everybody', () => {
  const html = addPreloads(`${policy}<link href="/base.js" rel="modulepreload">`, manifest, preloaded);
  expect(html.match(/<link .*/g)).toEqual([
    '<link href="/error.js" rel="modulepreload">',
    '<link href="/base.js" rel="modulepreload">',
  ]);
});

test('connects to Google, but not on the emulators', () => {
  expect(preloadsOf('/l/family', true, 'family.web.app')).toEqual([
    'preconnect https://securetoken.googleapis.com anonymous',
    'preconnect https://identitytoolkit.googleapis.com anonymous',
    'preconnect https://firestore.googleapis.com use-credentials',
    'preconnect https://firebasestorage.googleapis.com anonymous',
    ...preloadsOf('/l/family', true),
  ]);
});

test('preloads the SDK and its configuration too where no service worker has them', () => {
  expect(preloadsOf('/l/family', false)).toEqual([
    ...preloadsOf('/l/family', true),
    'preload fetch /maru.json',
    'modulepreload /sdk.js',
  ]);
});
