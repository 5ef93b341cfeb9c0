import { badRequest } from '../google-error.ts';
import { patch } from '../resources.ts';
import type { Call, Handler, ProjectState } from '../project-state.ts';

const nameOf = ({ params }: Call): string => params['name']!;

/** These configurations always exist and are empty at first. */
const get: Handler = (call, state) =>
  state.has(call.host, nameOf(call)) ? state.get(call.host, nameOf(call)) : { name: nameOf(call) };

const patchExisting: Handler = (call, state) => {
  state.set(call.host, nameOf(call), get(call, state) as Record<string, unknown>);
  return patch(call, state);
};

function checkKey(call: Call, state: ProjectState): void {
  const key = `projects/${state.project}/keys/${String(call.body['siteKey'])}`;
  if (!state.has('recaptchaenterprise.googleapis.com', key)) throw badRequest('The reCAPTCHA key does not exist.');
}

export const APP_CHECK: Record<string, Handler> = {
  'firebaseappcheck.projects.apps.recaptchaEnterpriseConfig.get': get,
  'firebaseappcheck.projects.apps.recaptchaEnterpriseConfig.patch': (call, state) => {
    checkKey(call, state);
    return patchExisting(call, state);
  },
  'firebaseappcheck.projects.services.get': get,
  'firebaseappcheck.projects.services.patch': patchExisting,
};
