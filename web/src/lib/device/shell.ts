/** Navigations that the app shell does not answer, by path and query: Hosting's own (`/__/auth`, `/api`) and files. */
export const NAVIGATION_DENYLIST: readonly RegExp[] = [/^\/__\//, /^\/api\//, /^[^?]*\.\w+(\?|$)/];
