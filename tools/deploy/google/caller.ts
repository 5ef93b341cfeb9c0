import type { GoogleClient } from './client.ts';
import { GoogleError } from './google-error.ts';

/** The address of the person or service account that is signed in; undefined if Google does not say. */
export async function readCaller(google: GoogleClient): Promise<string | undefined> {
  try {
    return (await google.get<{ email?: string }>('www', 'oauth2/v2/userinfo')).email;
  } catch (error) {
    if (error instanceof GoogleError && error.status >= 400 && error.status < 500) return undefined;
    throw error;
  }
}
