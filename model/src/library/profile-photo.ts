/**
 * Returns whether `value` is the URL of an account photo on Google's image hosts. Firebase Auth lets clients set any photo URL, which
 * everybody who opens the people page would load.
 */
export const isProfilePhoto = (value: unknown): value is string =>
  typeof value === 'string' && /^https:\/\/lh[3-6]\.googleusercontent\.com\/[!-~]{1,2000}$/.test(value);
