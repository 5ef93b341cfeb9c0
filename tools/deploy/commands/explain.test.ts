import { expect, it } from 'vitest';
import { UserError } from '../../bootstrap/messages.js';
import { GoogleError, type GoogleFailure } from '../google/google-error.ts';
import { NotSignedIn } from '../google/sign-in.ts';
import { DeployFailed } from '../release/firebase-cli.ts';
import { explain } from './explain.ts';
import { EN, KO } from './messages.ts';

const failure = (fields: Partial<GoogleFailure>): GoogleError =>
  new GoogleError('GET https://run.googleapis.com/v2/x', { status: 403, reason: '', message: '', ...fields });

const IAM = 'https://console.cloud.google.com/iam-admin/iam?project=kim-photos';
const BILLING = 'https://console.firebase.google.com/project/kim-photos/usage/details';
const QUOTAS = 'https://console.cloud.google.com/iam-admin/quotas?project=kim-photos';

it.each([
  ['no sign-in', new NotSignedIn('x'), EN.problems.notSignedIn, 'npx firebase login'],
  ['an expired sign-in', failure({ status: 401 }), EN.problems.signInExpired, '--reauth'],
  ['no network', failure({ status: 0, reason: 'ENOTFOUND' }), EN.problems.noNetwork, ''],
  [
    'no billing',
    failure({ reason: 'BILLING_DISABLED', message: 'This API method requires billing to be enabled.' }),
    EN.problems.billing,
    BILLING,
  ],
  [
    'a missing permission',
    failure({ reason: 'IAM_PERMISSION_DENIED', permission: 'run.services.get' }),
    EN.problems.permission('run.services.get'),
    IAM,
  ],
  [
    'a missing permission on the billing account',
    failure({ permission: 'billing.accounts.get', message: 'billing account: disabled' }),
    EN.problems.permission('billing.accounts.get'),
    IAM,
  ],
  [
    'a network that firebase-tools misses',
    new DeployFailed('Error: Failed to make request to https://firebase.googleapis.com'),
    EN.problems.noNetwork,
    '',
  ],
  [
    'a billing account that firebase-tools misses',
    new DeployFailed('Error: Your project must be on the Blaze (pay-as-you-go) plan'),
    EN.problems.billing,
    BILLING,
  ],
  [
    'a permission without a name',
    failure({ reason: 'forbidden', message: 'a does not have access' }),
    EN.problems.permission(''),
    IAM,
  ],
  ['a quota', failure({ status: 429, reason: 'RATE_LIMIT_EXCEEDED' }), EN.problems.quota, QUOTAS],
  [
    'an API that is off',
    failure({ reason: 'SERVICE_DISABLED', service: 'run.googleapis.com' }),
    EN.problems.apiOff('run.googleapis.com'),
    'apis/library/run.googleapis.com',
  ],
  [
    'trouble at Google',
    failure({ status: 500, message: 'Internal error' }),
    'Something went wrong at Google.',
    'Internal error',
  ],
  ['our own sentence', new UserError('Just so.'), 'Just so.', ''],
  [
    'a quota that firebase-tools met',
    new DeployFailed('i  functions: …\n\nError: Quota exceeded for quota metric'),
    EN.problems.quota,
    'firebase.log',
  ],
  [
    'a function that crashes at start',
    new DeployFailed('Error: Could not create Cloud Run service api. Container Healthcheck failed.'),
    'Something went wrong while deploying',
    'Healthcheck',
  ],
  ['a fault of ours', new TypeError('x is undefined'), 'Something unexpected happened.', 'x is undefined'],
] as const)('explains %s', (_, error, sentence, rest) => {
  const text = explain(error, 'kim-photos', EN);
  expect(text).toContain(sentence);
  expect(text).toContain(rest);
});

it('explains in Korean', () => {
  expect(explain(failure({ status: 0, reason: 'EAI_AGAIN' }), 'kim-photos', KO)).toBe(KO.problems.noNetwork);
});
