import type { Locale } from '#lib/paraglide/runtime.js';

/** How a page of specimens looks, from its address. */
export interface Look {
  readonly theme: 'light' | 'dark';
  readonly language: Locale;
  /** The root's font size in percent. */
  readonly text: number;
  /** The one specimen to show; without it those that do not fill a window. */
  readonly only: string | undefined;
}

const parameters = new URLSearchParams(location.search);

/** Undefined on the overview, which has no theme of its own. */
export const look: Look | undefined = parameters.has('theme')
  ? {
      theme: parameters.get('theme') === 'dark' ? 'dark' : 'light',
      language: parameters.get('language') === 'en' ? 'en' : 'ko',
      text: Number(parameters.get('text') ?? 100),
      only: parameters.get('only') ?? undefined,
    }
  : undefined;

/** The address of a page of specimens. */
export function addressOf({ only, ...rest }: Look): string {
  const shown = { ...rest, text: String(rest.text), ...(only !== undefined && { only }) };
  return `?${String(new URLSearchParams(shown))}`;
}

/** A text of a specimen in the page's language. */
export const say = (ko: string, en: string): string => (look?.language === 'en' ? en : ko);

/** A name that is longer than its place. */
export const LONG = say(
  '할머니 칠순 잔치에 모인 우리 가족과 사촌들, 2019년 가을 제주도에서 다 함께 보낸 사흘',
  'Grandmother’s seventieth birthday with all the cousins, three days on Jeju Island in autumn 2019',
);
