import type { Member, Role, Uid } from '@maru/model';

/** A member of a library with their role. */
export interface Person {
  readonly uid: Uid;
  readonly member: Member;
  readonly role: Role;
}
