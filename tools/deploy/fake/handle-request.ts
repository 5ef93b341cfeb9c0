import { ApiError, badRequest, OperationError } from './google-error.ts';
import { handlerOf } from './handlers.ts';
import { findMethod, type Match } from './methods.ts';
import { serveSite, uploadFile, UPLOADS } from './products/hosting.ts';
import { checkEnabled } from './products/service-usage.ts';
import { documentedPath } from './undocumented.ts';
import { checkQuery, checkRequest, checkResponse, textOf, type Json } from './validate.ts';
import { Reply, type ProjectState } from './project-state.ts';

/** A request that was not checked yet. */
export interface Incoming {
  readonly method: string;
  readonly host: string;
  readonly url: URL;
  readonly bytes: Buffer;
  readonly headers: Record<string, string | undefined>;
}

/** Checks a request and carries it out. Throws ApiError. */
export function handleRequest(state: ProjectState, incoming: Incoming): Reply {
  const { method, host, url, bytes, headers } = incoming;
  const site = /^([a-z0-9-]+)\.(web\.app|firebaseapp\.com)$/.exec(host)?.[1];
  if (site) return serveSite(state, site, url.pathname);
  if (host === 'www.googleapis.com' && url.pathname === '/oauth2/v2/userinfo')
    return new Reply(200, { email: 'mother@gmail.com', verified_email: true });
  if (host === 'www.googleapis.com' && url.pathname === '/oauth2/v3/token')
    return new Reply(200, { access_token: 'owner', expires_in: 3600 });
  if (!headers['authorization'] && !url.searchParams.has('GoogleAccessId'))
    throw new ApiError(401, 'Request is missing required authentication credential.');
  if (host === UPLOADS) return uploadFile(state, url.pathname, bytes);
  const path = documentedPath(url.pathname).replace(
    new RegExp(`/projects/${state.number}(?=[/:]|$)`),
    `/projects/${state.project}`,
  );
  if (host === 'storage.googleapis.com' && method === 'PUT' && !/^\/(resumable\/)?(upload|storage)\//.test(path)) {
    const [, bucket = '', object = ''] = /^\/([^/]+)\/(.+)$/.exec(path) ?? [];
    state.objects.set(`${bucket}/${object}`, {
      bytes,
      metadata: { name: object, bucket, generation: String(state.next()) },
    });
    return new Reply(200, undefined, { 'x-goog-generation': '1' });
  }
  const match = findMethod(host, method, path);
  if (!match) throw badRequest(`The fake knows no ${method} ${host}${path}`);
  checkEnabled(state, host, headers['x-goog-user-project']);
  const [, given] = /\/projects\/([^/:]+)/.exec(path) ?? [];
  if (given !== undefined && given !== state.project && given !== '-')
    throw new ApiError(403, `The caller does not have permission on project ${given}`);
  return callMethod(state, match, incoming);
}

function callMethod(state: ProjectState, match: Match, { host, url, bytes, headers }: Incoming): Reply {
  const { api, method } = match;
  const handler = handlerOf(method.id);
  if (!handler) throw badRequest(`The fake does not implement ${method.id}`);
  const query = checkQuery(method, url.searchParams);
  const isBytes = match.upload && (query['uploadType'] !== 'resumable' || query['upload_id'] !== undefined);
  const sent = isBytes || bytes.length === 0 ? undefined : (JSON.parse(bytes.toString()) as Json);
  if (sent && !method.request && Object.keys(sent).length > 0) throw badRequest(`${method.id} takes no body`);
  const body = method.request && !isBytes ? checkRequest(api, method, sent) : {};
  const isOperation = /Operation$/.test(method.response ?? '') && !/\boperations\.get$/.test(method.id);
  let result: Json | Reply;
  try {
    result = handler({ ...match, host, query, body, bytes, headers }, state);
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    result = state.operate(api, url.pathname.slice(1), { error: { code: error.code, message: error.message } });
    return new Reply(200, result);
  }
  if (result instanceof Reply) return result;
  if (isOperation)
    result = state.operate(api, textOf(result['name'], url.pathname.replace(/^\/\w+\//, '')), {
      response: { '@type': 'fake', ...result },
    });
  checkResponse(api, method, result);
  return new Reply(200, result);
}
