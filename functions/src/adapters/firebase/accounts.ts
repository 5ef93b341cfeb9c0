import type { Auth } from 'firebase-admin/auth';
import type { Accounts } from '../../ports/ending.ts';

/** The accounts of Firebase Auth. */
export const authAccounts = (auth: Auth): Accounts => ({
  async remove(uid) {
    // Unlike the deletion of one, that of many does not mind who is gone.
    const { errors } = await auth.deleteUsers([uid]);
    if (errors[0]) throw errors[0].error;
  },
});
