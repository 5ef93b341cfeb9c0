/**
 * Whether `value` is the URL of a Google account's photo on Google's own image hosts. Anybody can set their account's photo URL to
 * any address (Auth's client API), and whoever opens the people page loads it.
 */
export const isProfilePhoto = (value: unknown): value is string =>
  typeof value === 'string' && /^https:\/\/lh[3-6]\.googleusercontent\.com\/[!-~]{1,2000}$/.test(value);
