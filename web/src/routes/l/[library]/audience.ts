import type { Album } from '@maru/model/library/album';
import { m } from '#lib/paraglide/messages.js';
import type { LibraryView } from '#lib/state/library.svelte.ts';

/** Names beside each other: "엄마 쪽, 한상철". By hand: Intl.ListFormat knows no commas alone in Korean. */
export const listed = (names: readonly string[]): string => names.join(', ');

/** Who sees an album, in words for a member: "가족 모두가 봐요", "함께 보는 사람: 엄마 쪽, 한상철, 손님 2명". */
export function audienceText({ audience, guests, readers }: Album, view: LibraryView): string {
  const count = Object.keys(guests).length;
  const visitors = count > 0 ? [m.audience_guests({ count })] : [];
  if (audience.kind === 'library') return [m.audience_library(), ...visitors].join(' · ');
  const chosen = new Set<string>(audience.people);
  const circles = view.can('view-circles') ? (view.circles ?? []).filter(([id]) => audience.circles.includes(id)) : [];
  // Who does not know the circles sees by name who is in them.
  const isNamed = (uid: string): boolean =>
    view.can('view-circles') ? chosen.has(uid) : readers.some((one) => one === uid);
  const people = view.people.filter(({ uid, role }) => role === 'viewer' && isNamed(uid));
  const names = [...circles.map(([, { name }]) => name), ...people.map(({ member }) => member.name), ...visitors];
  return names.length === 0 ? m.audience_owners_and_editors() : m.audience_people({ names: listed(names) });
}
