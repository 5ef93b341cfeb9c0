import * as compiled from '../../web/src/lib/paraglide/messages.js';

type Inputs = Readonly<Record<string, string | number>>;
type Message = (inputs: Inputs, options: { readonly locale: 'ko' | 'en' }) => string;

const MESSAGES = compiled as unknown as Readonly<Record<string, Message | undefined>>;

const translateIn =
  (locale: 'ko' | 'en'): Translate =>
  (key, inputs = {}) => {
    const message = MESSAGES[key];
    if (!message) throw new Error(`no message ${key}`);
    return message(inputs, { locale });
  };

/** Returns the text of a message key with its inputs filled in; throws for an unknown key. */
export type Translate = (key: string, inputs?: Inputs) => string;

export const ko = translateIn('ko');
export const en = translateIn('en');

/** The languages of the screens, each with its messages. */
export const LANGUAGES = [
  ['Korean', ko],
  ['English', en],
] as const;
