/** The apps whose own browser is known by its user agent; `other` is any other app that shows pages in itself. */
export type InApp = 'kakaotalk' | 'naver' | 'instagram' | 'facebook' | 'other';

/** A page that is open inside an app, where Google refuses to sign anybody in. */
export interface InAppBrowser {
  readonly app: InApp;
  readonly phone: 'android' | 'ios' | 'other';
}

// Threads calls itself Barcelona; `wv` is Android's own mark of a page inside an app. On an iPhone an installed app of
// ours looks like any page inside an app: there only names count.
const NAMES: readonly (readonly [RegExp, InApp])[] = [
  [/KAKAOTALK/i, 'kakaotalk'],
  [/NAVER\(inapp/i, 'naver'],
  [/Instagram|Barcelona/i, 'instagram'],
  [/FBAN|FBAV|FB_IAB/, 'facebook'],
  [/\bLine\/|DaumApps|\bBAND\/|; wv\)/, 'other'],
];

/** The app that a page is open inside of, by `navigator.userAgent`; undefined in a browser and in an installed app. */
export function detectInAppBrowser(userAgent: string): InAppBrowser | undefined {
  const app = NAMES.find(([name]) => name.test(userAgent))?.[1];
  if (app === undefined) return undefined;
  const isApple = /iPhone|iPad|iPod/.test(userAgent);
  return { app, phone: isApple ? 'ios' : /Android/.test(userAgent) ? 'android' : 'other' };
}

/**
 * An address that opens `url` outside of the app, its fragment kept; undefined where there is none and words have to do.
 * KakaoTalk has a scheme of its own. Android's `intent:` names Chrome, which every phone with Google's apps has: it ends at
 * the last `#`, so that the url's own fragment stays in its data (android.content.Intent.parseUri). Safari's own scheme is
 * answered since iOS 17.
 */
export function externalUrl({ app, phone }: InAppBrowser, url: string): string | undefined {
  if (app === 'kakaotalk') return `kakaotalk://web/openExternal?url=${encodeURIComponent(url)}`;
  const { protocol } = new URL(url);
  const rest = url.slice(protocol.length + '//'.length);
  if (phone === 'android')
    return `intent://${rest}#Intent;scheme=${protocol.slice(0, -1)};package=com.android.chrome;end`;
  return phone === 'ios' ? `x-safari-${url}` : undefined;
}
