import * as compiled from '../../web/src/lib/paraglide/messages.js';

type Inputs = Readonly<Record<string, string | number>>;
type Message = (gaps: Inputs, options: { readonly locale: 'ko' | 'en' }) => string;

const MESSAGES = compiled as unknown as Readonly<Record<string, Message | undefined>>;

const translateIn =
  (locale: 'ko' | 'en'): Translate =>
  (key, gaps = {}) => {
    const message = MESSAGES[key];
    if (!message) throw new Error(`no message ${key}`);
    return message(gaps, { locale });
  };

/** Returns the text of a message key with its inputs filled in; throws for an unknown key. */
export type Translate = (key: string, gaps?: Inputs) => string;

export const ko = translateIn('ko');
export const en = translateIn('en');
