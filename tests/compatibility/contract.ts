import { ENDPOINTS, type EndpointName } from '@maru/model';
import * as v from 'valibot';

export { documents, written } from './documents.ts';
export { names } from './names.ts';
export { requests, responses } from './requests.ts';

/** Validates a request as the API does; throws for an invalid one. */
export const acceptRequest = (name: string, request: unknown): unknown =>
  v.parse(ENDPOINTS[name as EndpointName].request, request);
