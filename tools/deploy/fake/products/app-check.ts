import { badRequest } from '../google-error.ts';
import { patch } from '../resources.ts';
import type { Call, Handler, World } from '../world.ts';

const nameOf = ({ params }: Call): string => params['name']!;

/** These configurations always exist and are empty at first. */
const get: Handler = (call, world) =>
  world.has(call.host, nameOf(call)) ? world.get(call.host, nameOf(call)) : { name: nameOf(call) };

const patchExisting: Handler = (call, world) => {
  world.set(call.host, nameOf(call), get(call, world) as Record<string, unknown>);
  return patch(call, world);
};

function checkKey(call: Call, world: World): void {
  const key = `projects/${world.project}/keys/${String(call.body['siteKey'])}`;
  if (!world.has('recaptchaenterprise.googleapis.com', key)) throw badRequest('The reCAPTCHA key does not exist.');
}

export const APP_CHECK: Record<string, Handler> = {
  'firebaseappcheck.projects.apps.recaptchaEnterpriseConfig.get': get,
  'firebaseappcheck.projects.apps.recaptchaEnterpriseConfig.patch': (call, world) => {
    checkKey(call, world);
    return patchExisting(call, world);
  },
  'firebaseappcheck.projects.services.get': get,
  'firebaseappcheck.projects.services.patch': patchExisting,
};
