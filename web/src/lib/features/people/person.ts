import type { Member, Role, Uid } from '@maru/model';

/** Somebody of a library, with what they may do. */
export interface Person {
  readonly uid: Uid;
  readonly member: Member;
  readonly role: Role;
}
