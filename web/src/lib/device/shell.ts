/** Paths that the app shell does not handle: Hosting's own (`/__/auth`, `/api`) and files. Matched against path and query. */
export const NAVIGATION_DENYLIST: readonly RegExp[] = [/^\/__\//, /^\/api\//, /^[^?]*\.\w+(\?|$)/];
