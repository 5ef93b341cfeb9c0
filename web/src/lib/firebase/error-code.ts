/** The code of an SDK error (`auth/popup-blocked`, `permission-denied`); empty for anything else. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
