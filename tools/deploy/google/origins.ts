/**
 * The variable and default of each API's origin. Where firebase-tools has a variable (lib/api.js), it is the same one, so that our requests and
 * those of the CLI go to the same place.
 */
const ORIGINS = {
  billingbudgets: 'MARU_BILLINGBUDGETS_URL',
  cloudbilling: 'FIREBASE_CLOUDBILLING_URL',
  cloudfunctions: 'FIREBASE_FUNCTIONS_V2_URL',
  cloudresourcemanager: 'FIREBASE_RESOURCEMANAGER_URL',
  cloudscheduler: 'FIREBASE_CLOUDSCHEDULER_URL',
  firebase: 'FIREBASE_API_URL',
  firebaseappcheck: 'FIREBASE_APPCHECK_URL',
  firebasehosting: 'FIREBASE_HOSTING_API_URL',
  firebaserules: 'FIREBASE_RULES_URL',
  firebasestorage: 'FIREBASE_FIREBASESTORAGE_URL',
  firestore: 'FIRESTORE_URL',
  iam: 'FIREBASE_IAM_URL',
  identitytoolkit: 'FIREBASE_IDENTITY_URL',
  recaptchaenterprise: 'MARU_RECAPTCHAENTERPRISE_URL',
  serviceusage: 'FIREBASE_SERVICE_USAGE_URL',
  storage: 'FIREBASE_STORAGE_URL',
  www: 'FIREBASE_GOOGLE_URL',
} as const;

/** An API of Google, by the first part of its host name. */
export type Product = keyof typeof ORIGINS;

/** The name of an API in Service Usage, for example `firestore.googleapis.com`. */
export const serviceOf = (product: Product): string => `${product}.googleapis.com`;

/** The origin of an API, without a slash at the end. */
export function originOf(product: Product, env: NodeJS.ProcessEnv): string {
  const override = env[ORIGINS[product]];
  return override === undefined || override === '' ? `https://${serviceOf(product)}` : override.replace(/\/$/, '');
}

/** Whether requests to this origin need no sign-in: firebase-tools sends the token `owner` to any `http://` origin. */
export const isLocal = (origin: string): boolean => origin.startsWith('http://');
