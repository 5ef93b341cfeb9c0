/** The code of an SDK's error (`auth/popup-blocked`, `permission-denied`); empty for all else. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
