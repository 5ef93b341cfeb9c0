import type { Check } from '../check.ts';
import { assert, NotRun } from '../assert.ts';

const header = async (url: string, name: string): Promise<string> => (await fetch(url)).headers.get(name) ?? '';

export const HOSTING_CHECKS: readonly Check[] = [
  {
    number: 20,
    title: { ko: '보안 헤더가 제대로 있어요', en: 'the page has its security headers, and names no emulator' },
    notOnEmulators: {
      ko: '에뮬레이터에서는 HSTS가 없고 CSP가 달라요',
      en: 'there, HSTS is omitted and the CSP allows ports',
    },
    run: async ({ app: { url } }) => {
      const { headers } = await fetch(url);
      const policy = headers.get('content-security-policy') ?? '';
      assert(policy.includes("frame-ancestors 'none'") && policy.includes("object-src 'none'"), `CSP: ${policy}`);
      assert(!/127\.0\.0\.1|localhost|'unsafe-eval'/.test(policy), `CSP: ${policy}`);
      assert((headers.get('strict-transport-security') ?? '').includes('max-age='), 'HSTS is missing');
      assert(headers.get('x-content-type-options') === 'nosniff', 'X-Content-Type-Options is missing');
      return undefined;
    },
  },
  {
    number: 21,
    title: {
      ko: '앱 파일은 오래, 화면은 짧게 캐시돼요',
      en: 'the later of two header rules counts: immutable files are cached, pages are not',
    },
    run: async ({ app: { url }, isEmulated }) => {
      const asset = /\/_app\/immutable\/[\w./-]+/.exec(await (await fetch(url)).text())?.[0];
      if (asset === undefined && isEmulated)
        throw new NotRun({ ko: '여기에는 앱이 빌드돼 있지 않아요', en: 'the app is not built here' });
      assert(asset !== undefined, 'the page names no file');
      assert((await header(url + asset, 'cache-control')).includes('immutable'), `${asset} is not immutable`);
      assert((await header(url, 'cache-control')).includes('no-cache'), 'the page may be cached');
      return undefined;
    },
  },
  {
    number: 22,
    title: { ko: 'API 응답은 캐시되지 않아요', en: 'responses of the API are never cached' },
    run: async ({ app: { url } }) => {
      for (let n = 0; n < 2; n += 1) {
        const { headers } = await fetch(`${url}/api/health`);
        const caching = headers.get('cache-control') ?? '';
        assert(/no-(store|cache)/.test(caching), `cache-control: ${caching}`);
        assert(!/hit/i.test(headers.get('x-cache') ?? ''), 'it came from a cache');
      }
      return undefined;
    },
  },
  {
    number: 29,
    title: { ko: 'ffmpeg가 있어요', en: 'the functions have ffmpeg' },
    run: async ({ app: { url } }) => {
      const response = await fetch(`${url}/api/health`);
      const health = (await response.json()) as Readonly<Record<string, string | undefined>>;
      assert(response.ok, `/api/health answered ${String(response.status)}: ${health['reason'] ?? ''}`);
      assert(health['ffmpeg'] !== undefined, 'it names no version');
      return `ffmpeg ${health['ffmpeg']}, Maru ${health['version'] ?? '?'}`;
    },
  },
  {
    number: 30,
    title: { ko: '앱이 아닌 곳에서 온 요청은 거절돼요', en: 'App Check refuses calls from elsewhere' },
    run: async ({ app: { url, config }, owner }) => {
      if (!config.appCheck) throw new NotRun({ ko: 'App Check을 쓰지 않아요', en: 'App Check is off' });
      const { idToken } = await owner.credentials();
      const { status } = await fetch(`${url}/api/onSignIn`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${idToken}` },
        body: '{"data":{}}',
      });
      assert(status === 403, `a call without a token gave ${String(status)}`);
      return undefined;
    },
  },
  {
    number: 31,
    title: {
      ko: '프로그램의 로그인은 새로 고쳐도 그대로예요',
      en: "a program's claims survive the refresh of its ID token",
    },
    run: async ({ owner }) => {
      const { idToken } = await owner.credentials(true);
      const claims = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()) as Record<
        string,
        unknown
      >;
      assert(claims['program'] === 'verify' && typeof claims['programUntil'] === 'number', 'the claims are gone');
      assert(claims['actsFor'] === owner.uid, 'the person is gone');
      return undefined;
    },
  },
];
