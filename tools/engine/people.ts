import type { DemoPerson } from '@maru/model';

/** Who can sign in on the local engine with one tap. The stranger is nobody's family. */
export const DEMO_PEOPLE = [
  { name: '한지우', address: 'jiwoo@example.com', part: 'owner' },
  { name: '한도윤', address: 'doyun@example.com', part: 'editor' },
  { name: '김영숙', address: 'mother@example.com', part: 'viewer' },
  { name: '한상철', address: 'father@example.com', part: 'viewer' },
  { name: '이수진', address: 'stranger@example.com', part: 'stranger' },
] as const satisfies readonly DemoPerson[];

/** Who may make a library on the local engine: what deploy would have been told. */
export const DEMO_ACCESS: { owners: readonly string[]; allowed: readonly string[] } = {
  owners: DEMO_PEOPLE.filter(({ part }) => part === 'owner').map(({ address }) => address),
  allowed: DEMO_PEOPLE.filter(({ part }) => part === 'editor' || part === 'viewer').map(({ address }) => address),
};
