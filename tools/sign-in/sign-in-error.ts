/** Why a program could not sign in. */
export type SignInProblem =
  'bad-site' | 'unreachable' | 'not-maru' | 'other-project' | 'timed-out' | 'cancelled' | 'refused';

/** A sign-in that failed for an expected reason. `detail` is the address or project in question. */
export class SignInError extends Error {
  readonly problem: SignInProblem;
  readonly detail: string;
  constructor(problem: SignInProblem, detail = '') {
    super(`${problem} ${detail}`);
    this.problem = problem;
    this.detail = detail;
  }
}
