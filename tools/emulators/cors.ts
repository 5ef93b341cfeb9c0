/** One rule of a bucket's CORS configuration, in the format of Cloud Storage (cloud.google.com/storage/docs/cors-configurations). */
export interface CorsRule {
  origin: string[];
  method: string[];
  responseHeader: string[];
  maxAgeSeconds: number;
}

/** The parts of a request that CORS depends on. */
export interface CorsRequest {
  origin: string | undefined;
  method: string;
  /** The value of Access-Control-Request-Method, which only a preflight has. */
  requestedMethod: string | undefined;
}

/** Returns the rules with PROJECT in their origins replaced by `projectId`, and `origins` added to each. */
export function rulesFor(rules: readonly CorsRule[], projectId: string, origins: readonly string[]): CorsRule[] {
  return rules.map((rule) => ({
    ...rule,
    origin: [...rule.origin.map((origin) => origin.replace('PROJECT', projectId)), ...origins],
  }));
}

/** The CORS headers of a response from a bucket with `rules`; no access unless a rule lists the origin and the method. */
export function corsHeaders(rules: readonly CorsRule[], request: CorsRequest): Record<string, string> {
  const { origin } = request;
  if (origin === undefined) return {};
  const method = request.requestedMethod ?? request.method;
  const rule = rules.find(
    (one) => (one.origin.includes(origin) || one.origin.includes('*')) && one.method.includes(method),
  );
  if (!rule) return { vary: 'Origin' };
  const listed = rule.responseHeader.join(', ');
  return request.requestedMethod === undefined
    ? { 'access-control-allow-origin': origin, 'access-control-expose-headers': listed, vary: 'Origin' }
    : {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': rule.method.join(', '),
        'access-control-allow-headers': listed,
        'access-control-max-age': String(rule.maxAgeSeconds),
        vary: 'Origin',
      };
}

/** The bucket of a request to the Storage emulator: `/v0/b/BUCKET/o…` or `/BUCKET/object`. */
export function bucketOf(path: string): string | undefined {
  const [pathname = ''] = path.split('?', 1);
  const named = /\/b\/([^/]+)/.exec(pathname) ?? /^\/([^/]+)\/./.exec(pathname);
  try {
    return named?.[1] === undefined ? undefined : decodeURIComponent(named[1]);
  } catch {
    return undefined;
  }
}
