// @vitest-environment node
import { expect, test } from 'vitest';
import { addPreloads } from './preloads.ts';

test('preloads modules with what they import before the content security policy applies, and nothing twice', () => {
  const manifest = {
    page: { file: 'page.js', css: ['page.css'], imports: ['shared', 'base'] },
    shared: { file: 'shared.js' },
    base: { file: 'base.js' },
    sdk: { file: 'sdk.js', imports: ['shared'] },
  };
  const policy = '<meta http-equiv="content-security-policy" content="">';
  const html = addPreloads(`${policy}<link href="/base.js" rel="modulepreload">`, manifest, ['page', 'sdk']);
  const [script = ''] = html.split(policy);
  expect(() => addPreloads('', manifest, ['page'])).toThrow('content security policy');
  // Kit's own links come first.
  expect(script).toContain('setTimeout(');
  expect(script.match(/"href":"[^"]+"/g)).toEqual(
    ['maru.json', 'page.js', 'page.css', 'shared.js', 'sdk.js'].map((file) => `"href":"/${file}"`),
  );
});
