/** An app with an in-app browser; `other` is any other app. */
export type InApp = 'kakaotalk' | 'naver' | 'instagram' | 'facebook' | 'other';

/** An in-app browser, where Google refuses sign-in. */
export interface InAppBrowser {
  readonly app: InApp;
  readonly phone: 'android' | 'ios' | 'other';
}

// Barcelona is Threads; `wv` marks an Android WebView. On an iPhone our installed app has the user agent of a WebView, so only names
// count there.
const USER_AGENTS: readonly (readonly [RegExp, InApp])[] = [
  [/KAKAOTALK/i, 'kakaotalk'],
  [/NAVER\(inapp/i, 'naver'],
  [/Instagram|Barcelona/i, 'instagram'],
  [/FBAN|FBAV|FB_IAB/, 'facebook'],
  [/\bLine\/|DaumApps|\bBAND\/|; wv\)/, 'other'],
];

/** Detects an in-app browser from `navigator.userAgent`; undefined in a browser and in the installed app. */
export function detectInAppBrowser(userAgent: string): InAppBrowser | undefined {
  const app = USER_AGENTS.find(([pattern]) => pattern.test(userAgent))?.[1];
  if (app === undefined) return undefined;
  const isApple = /iPhone|iPad|iPod/.test(userAgent);
  return { app, phone: isApple ? 'ios' : /Android/.test(userAgent) ? 'android' : 'other' };
}

/**
 * A link that opens `url` with its fragment in the browser; undefined if there is none. KakaoTalk has its own scheme. Android's
 * `intent:` names Chrome, which every phone with Google's apps has; its own part begins at the last `#`, so the fragment of `url`
 * survives (android.content.Intent.parseUri). `x-safari-` works since iOS 17.
 */
export function externalUrl({ app, phone }: InAppBrowser, url: string): string | undefined {
  if (app === 'kakaotalk') return `kakaotalk://web/openExternal?url=${encodeURIComponent(url)}`;
  const { protocol } = new URL(url);
  const rest = url.slice(protocol.length + '//'.length);
  if (phone === 'android')
    return `intent://${rest}#Intent;scheme=${protocol.slice(0, -1)};package=com.android.chrome;end`;
  return phone === 'ios' ? `x-safari-${url}` : undefined;
}
