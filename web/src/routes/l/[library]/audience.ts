import type { Album } from '@maru/model/library/album';
import { formatList } from '#lib/format.ts';
import { m } from '#lib/paraglide/messages.js';
import type { LibraryView } from '#lib/state/library.svelte.ts';

/** The names of those who read an album, but not another one; the last text counts readers without a known name. */
export function onlyReaders(album: Album, other: Album, view: Pick<LibraryView, 'people'>): string[] {
  const names = new Map<string, string>([
    ...Object.entries(album.guests).map(([uid, { name }]) => [uid, name] as const),
    ...view.people.map(({ uid, member }) => [uid, member.name] as const),
  ]);
  const readers = album.readers.filter((uid) => !other.readers.includes(uid));
  const known = readers.flatMap((uid) => names.get(uid) ?? []);
  const count = readers.length - known.length;
  return count > 0 ? [...known, m.audience_others({ count })] : known;
}

/** The audience of an album as text for a member: "가족 모두가 봐요", "함께 보는 사람: 엄마 쪽, 한상철, 손님 2명". */
export function audienceText({ audience, guests, readers }: Album, view: LibraryView): string {
  const count = Object.keys(guests).length;
  const guestCount = count > 0 ? [m.audience_guests({ count })] : [];
  if (audience.kind === 'library') return [m.audience_library(), ...guestCount].join(' · ');
  const chosen = new Set<string>(audience.people);
  const circles = view.can('view-circles') ? (view.circles ?? []).filter(([id]) => audience.circles.includes(id)) : [];
  // Viewers do not see circles, but the names of the people in them.
  const isNamed = (uid: string): boolean =>
    view.can('view-circles') ? chosen.has(uid) : readers.some((one) => one === uid);
  const people = view.people.filter(({ uid, role }) => role === 'viewer' && isNamed(uid));
  const names = [...circles.map(([, { name }]) => name), ...people.map(({ member }) => member.name), ...guestCount];
  return names.length === 0 ? m.audience_owners_and_editors() : m.audience_people({ names: formatList(names) });
}
