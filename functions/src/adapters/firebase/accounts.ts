import type { Auth } from 'firebase-admin/auth';
import type { Accounts } from '../../ports/deletion.ts';

/** The accounts of Firebase Auth. */
export const authAccounts = (auth: Auth): Accounts => ({
  async remove(uid) {
    // Unlike `deleteUser`, this does not fail for a missing account.
    const { errors } = await auth.deleteUsers([uid]);
    if (errors[0]) throw errors[0].error;
  },
});
