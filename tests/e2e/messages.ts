import * as compiled from '../../web/src/lib/paraglide/messages.js';

type Inputs = Readonly<Record<string, string | number>>;
type Message = (inputs: Inputs, options: { readonly locale: 'ko' | 'en' }) => string;

const MESSAGES = compiled as unknown as Readonly<Record<string, Message | undefined>>;

const translateIn =
  (locale: 'ko' | 'en') =>
  (key: string, inputs: Inputs = {}): string => {
    const message = MESSAGES[key];
    if (!message) throw new Error(`no message ${key}`);
    return message(inputs, { locale });
  };

/** Return the text of a message key with its inputs filled in; throw for an unknown key. */
export const ko = translateIn('ko');
export const en = translateIn('en');
