import type { Audience } from '@maru/model/album';
import type { Uid } from '@maru/model/ids';
import type { Member } from '@maru/model/member';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

/** Who sees an album, in words: "식구 모두가 봐요", "한상철, 김영숙만 봐요". */
export function audienceWords(audience: Audience, people: readonly { uid: Uid; member: Member }[]): string {
  if (audience.kind === 'library') return m.audience_library();
  const names = people.filter(({ uid }) => audience.people.includes(uid)).map(({ member }) => member.name);
  if (names.length === 0) return m.audience_tenders();
  return m.audience_people({ names: new Intl.ListFormat(getLocale(), { type: 'unit', style: 'short' }).format(names) });
}
