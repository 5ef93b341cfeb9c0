import { expect, test } from 'vitest';
import { detectInAppBrowser, externalUrl } from './in-app-browser.ts';

const ANDROID = 'Mozilla/5.0 (Linux; Android 14; SM-S921N';
const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/129.0.0.0 Mobile Safari/537.36';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';

test.each([
  [`${ANDROID}; wv) ${CHROME};KAKAOTALK 2410850`, 'kakaotalk', 'android'],
  [`${IPHONE} Mobile/15E148 KAKAOTALK 10.8.5 (INAPP)`, 'kakaotalk', 'ios'],
  [`${ANDROID}; wv) ${CHROME} NAVER(inapp; search; 2000; 12.6.3)`, 'naver', 'android'],
  [`${IPHONE} Version/17.5 Mobile/15E148 Safari/605.1 NAVER(inapp; search; 2000; 12.10.2; 14PRO)`, 'naver', 'ios'],
  [`${IPHONE} Mobile/15E148 Instagram 337.0.3.23.54 (iPhone15,2; iOS 17_5; ko_KR)`, 'instagram', 'ios'],
  [`${ANDROID}) ${CHROME} [FB_IAB/FB4A;FBAV/400.0.0.0]`, 'facebook', 'android'],
  [`${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/480.0.0.0;FBDV/iPhone15,2]`, 'facebook', 'ios'],
  [`${IPHONE} Mobile/15E148 Line/13.0.0`, 'other', 'ios'],
  [`${ANDROID} Build/UP1A; wv) ${CHROME}`, 'other', 'android'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/128.0 KAKAOTALK', 'kakaotalk', 'other'],
])('%s is the in-app browser of %s', (userAgent, app, phone) => {
  expect(detectInAppBrowser(userAgent)).toEqual({ app, phone });
});

test.each([
  ['Chrome on Android', `${ANDROID}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Mobile Safari/537.36`],
  [
    'Samsung Internet',
    `${ANDROID}) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0 Safari/537.36`,
  ],
  ['Safari on an iPhone', `${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1`],
  ['our app on an iPhone', `${IPHONE} Mobile/15E148`],
  [
    'Whale on a computer',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/128.0 Whale/3.28 Safari/537.36',
  ],
])('%s is not an in-app browser', (_, userAgent) => {
  expect(detectInAppBrowser(userAgent)).toBeUndefined();
});

const LINK = 'https://maru.example/i#abcdefghijklmnopqrstuvwxyz234567';

test('KakaoTalk opens the link with its fragment', () => {
  const href = externalUrl({ app: 'kakaotalk', phone: 'ios' }, LINK);
  expect(new URL(href ?? '').searchParams.get('url')).toBe(LINK);
  expect(href).toMatch(/^kakaotalk:\/\/web\/openExternal\?url=/);
});

test("an Android intent keeps the link's fragment", () => {
  const href = externalUrl({ app: 'naver', phone: 'android' }, LINK) ?? '';
  // As in android.content.Intent.parseUri.
  const end = href.lastIndexOf('#');
  expect(href.slice(end)).toBe('#Intent;scheme=https;package=com.android.chrome;end');
  expect(href.slice(0, end).replace(/^intent:/, 'https:')).toBe(LINK);
});

test('an iPhone gets a Safari link, a computer none', () => {
  expect(externalUrl({ app: 'instagram', phone: 'ios' }, LINK)).toBe(`x-safari-${LINK}`);
  expect(externalUrl({ app: 'facebook', phone: 'other' }, LINK)).toBeUndefined();
});
