import { ENDPOINTS, type EndpointName } from '@maru/model';
import { onRequest, type Request } from 'firebase-functions/https';
import { error as logError } from 'firebase-functions/logger';
import { REQUEST_INSTANCE } from '../triggers/instance-options.ts';
import { DEPLOYMENT, identity, isAppChecked, ports } from '../wiring.ts';
import { BodyRefused, dataOf, readBody, withholdBodies } from './body.ts';
import { answerCall, answerOf, refusal, type Answer } from './call.ts';
import { countingStore } from './counting-store.ts';
import { answerHealth } from './health.ts';

// Only in instances of the API: other functions get their bodies from the framework.
if (process.env['FUNCTION_TARGET'] === 'api') withholdBodies();

/** The endpoint that a path names: `/api/NAME` through Hosting, `/NAME` at the function's own URL. */
function endpointOf(path: string): EndpointName | 'health' | undefined {
  const name = /^(?:\/api)?\/([A-Za-z]+)$/.exec(path)?.[1];
  if (name === 'health') return name;
  return name !== undefined && Object.hasOwn(ENDPOINTS, name) ? (name as EndpointName) : undefined;
}

async function answer(request: Request, name: EndpointName, log: (reads: number) => void): Promise<Answer> {
  const all = ports();
  const { store, reads } = countingStore(all.store);
  try {
    if (request.method !== 'POST') return refusal('invalid-request', 405);
    if (!/^application\/json(;|$)/.test(request.headers['content-type'] ?? '')) throw new BodyRefused(415);
    const data = dataOf(await readBody(request));
    const call = { name, headers: request.headers, data };
    const result = await answerCall({ ...all, store, identity: identity(), isAppChecked: isAppChecked() }, call);
    return { status: 200, body: { result }, outcome: 'ok' };
  } catch (error) {
    const answered = answerOf(error);
    if (answered.outcome === 'internal') logError(`api failed: ${name}`, error);
    return answered;
  } finally {
    log(reads());
  }
}

/** All API endpoints. No CORS: the page calls through Hosting, from its own origin. */
export const api = onRequest(
  // Hosting gives up after 60 s.
  { ...DEPLOYMENT, ...REQUEST_INSTANCE, timeoutSeconds: 60, cors: false, invoker: 'public' },
  async (request, response) => {
    const started = performance.now();
    const name = endpointOf(request.path);
    let reads = 0;
    const { status, body, outcome } = await (name === undefined
      ? refusal('not-found')
      : name === 'health'
        ? answerHealth(request.method)
        : answer(request, name, (count) => (reads = count)));
    const ms = Math.round(performance.now() - started);
    ports().log('api', { endpoint: name ?? 'unknown', outcome, status, ms, reads });
    // Do not wait for the rest of a refused body.
    if (status === 405) response.set('allow', name === 'health' ? 'GET' : 'POST');
    if (status >= 405 && status <= 415) response.set('connection', 'close');
    response.status(status).set('cache-control', 'no-store').json(body);
  },
);
