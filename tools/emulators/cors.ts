/** One rule of a bucket's CORS configuration, as Cloud Storage takes it (cloud.google.com/storage/docs/cors-configurations). */
export interface CorsRule {
  origin: string[];
  method: string[];
  responseHeader: string[];
  maxAgeSeconds: number;
}

/** What of a request decides about CORS. */
export interface CorsQuestion {
  origin: string | undefined;
  method: string;
  /** The value of Access-Control-Request-Method; only a preflight has one. */
  requestedMethod: string | undefined;
}

/** The project's rules with PROJECT in their origins replaced by `projectId` and `origins` added to each. */
export function rulesFor(rules: readonly CorsRule[], projectId: string, origins: readonly string[]): CorsRule[] {
  return rules.map((rule) => ({
    ...rule,
    origin: [...rule.origin.map((origin) => origin.replace('PROJECT', projectId)), ...origins],
  }));
}

/** The CORS headers of an answer by a bucket with `rules`: none where no rule lists the origin and the method. */
export function corsHeaders(rules: readonly CorsRule[], question: CorsQuestion): Record<string, string> {
  const { origin } = question;
  if (origin === undefined) return {};
  const method = question.requestedMethod ?? question.method;
  const rule = rules.find(
    (one) => (one.origin.includes(origin) || one.origin.includes('*')) && one.method.includes(method),
  );
  if (!rule) return { vary: 'Origin' };
  const listed = rule.responseHeader.join(', ');
  return question.requestedMethod === undefined
    ? { 'access-control-allow-origin': origin, 'access-control-expose-headers': listed, vary: 'Origin' }
    : {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': rule.method.join(', '),
        'access-control-allow-headers': listed,
        'access-control-max-age': String(rule.maxAgeSeconds),
        vary: 'Origin',
      };
}

/** The bucket that a request to the Storage emulator is for: `/v0/b/BUCKET/o…` or `/BUCKET/object`. */
export function bucketOf(path: string): string | undefined {
  const [pathname = ''] = path.split('?', 1);
  const named = /\/b\/([^/]+)/.exec(pathname) ?? /^\/([^/]+)\/./.exec(pathname);
  try {
    return named?.[1] === undefined ? undefined : decodeURIComponent(named[1]);
  } catch {
    // A path that is no URI names no bucket.
    return undefined;
  }
}
