import type { DemoPerson } from '@maru/model';

/** The people who can sign in on the emulators with one tap. The aunt has her own library; the stranger belongs to none. */
export const DEMO_PEOPLE = [
  { name: '한지우', address: 'jiwoo@example.com', role: 'owner' },
  { name: '한도윤', address: 'doyun@example.com', role: 'editor' },
  { name: '김영숙', address: 'mother@example.com', role: 'viewer' },
  { name: '한상철', address: 'father@example.com', role: 'viewer' },
  { name: '김미숙', address: 'aunt@example.com', role: 'owner' },
  { name: '이수진', address: 'stranger@example.com', role: 'stranger' },
] as const satisfies readonly DemoPerson[];

/** The demo people by their place in the demo family. */
export const [OWNER, EDITOR, MOTHER, FATHER, AUNT] = DEMO_PEOPLE;
