import * as compiled from '../../web/src/lib/paraglide/messages.js';

type Gaps = Readonly<Record<string, string | number>>;
type Message = (gaps: Gaps, options: { readonly locale: 'ko' | 'en' }) => string;

const MESSAGES = compiled as unknown as Readonly<Record<string, Message | undefined>>;

const sayIn =
  (locale: 'ko' | 'en'): Say =>
  (key, gaps = {}) => {
    const message = MESSAGES[key];
    if (!message) throw new Error(`no message ${key}`);
    return message(gaps, { locale });
  };

/** Returns the text of a message key with its inputs filled in; throws for an unknown key. */
export type Say = (key: string, gaps?: Gaps) => string;

export const ko = sayIn('ko');
export const en = sayIn('en');
