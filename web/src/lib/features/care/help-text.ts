import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { API_ERROR_MESSAGES } from '../labels/api-errors.ts';
import { FAILURE_MESSAGES } from '../labels/failures.ts';
import { PLAYBACK_ERROR_MESSAGES } from '../labels/play-failures.ts';

/** What people call the pages of the app, the most precise first. Pages of albums and photos are not named by their title, which is private. */
const PAGES: readonly (readonly [route: string, name: () => string])[] = [
  ['/sign-in', m.help_page_sign_in],
  ['/i', m.help_page_invite],
  ['/settings', m.settings_title],
  ['/l/[library]/people', m.people_title],
  ['/l/[library]/a/[album]/[item]', m.help_page_photo],
  ['/l/[library]/a', m.help_page_album],
  ['/l/[library]/all', m.help_page_album],
  ['/l/[library]/favourites', m.favourites_title],
  ['/l/[library]/new-photos', m.new_photos_title],
  ['/l/[library]/on-this-day', m.on_this_day_title],
  ['/l/[library]/trash', m.trash_title],
  ['/tv/pair', m.tv_let_in_title],
  ['/tv', m.tv_title],
  ['/', m.help_page_home],
];

const nameOf = (route: string): string => {
  const found = PAGES.find(([page]) => route === page || (page !== '/' && route.startsWith(`${page}/`)));
  return (found?.[1] ?? m.help_page_home)();
};

/** The code of the message that an error contains; `other` for messages without one. */
function codeOf(error: string): string {
  const tables = [API_ERROR_MESSAGES, FAILURE_MESSAGES, PLAYBACK_ERROR_MESSAGES].flatMap((table) =>
    Object.entries(table),
  );
  const all = [...tables, ['offline', m.error_offline], ['unexpected', m.error_unexpected]] as [string, () => string][];
  return all.find(([, message]) => error.includes(message()))?.[0] ?? 'other';
}

/** What happened, and where. */
export interface HelpRequest {
  /** What the screen says. It contains no names: errors come from tables of messages. */
  readonly error: string;
  /** The route of the page, such as `/l/[library]`: without ids. */
  readonly route: string;
  readonly at: Date;
  /** The version of the app. */
  readonly version: string;
}

/** The message in which somebody asks for help with an error: what the screen says, which page, when, and a code for the person who looks into it. */
export function helpText({ error, route, at, version }: HelpRequest): string {
  const when = new Intl.DateTimeFormat(getLocale(), { dateStyle: 'long', timeStyle: 'short' }).format(at);
  return [
    m.help_greeting(),
    '',
    m.help_error({ error }),
    m.help_page({ page: nameOf(route) }),
    m.help_time({ when }),
    m.help_code({ code: `${version.slice(0, 6)}-${codeOf(error)}` }),
  ].join('\n');
}
