import * as v from 'valibot';
import { isUid } from '../ids.ts';
import { IMPORT_SESSION_DAYS, VERIFY_SESSION_HOURS } from '../limits.ts';
import { guarded, instant, parse, type DocumentOf } from '../schema.ts';

/** The command-line programs that sign in as a person through the app: `npm run import` and `npm run verify`. */
export const PROGRAMS = ['import', 'verify'] as const;
export type Program = (typeof PROGRAMS)[number];

/** The claims of a program's ID tokens. Only functions set them; rules and the API read them. `programUntil`: ms since 1970. */
export interface ProgramClaims {
  readonly program: Program;
  readonly programUntil: number;
}

const SESSION_MS = { import: IMPORT_SESSION_DAYS * 86_400_000, verify: VERIFY_SESSION_HOURS * 3_600_000 } as const;

/** The claims of a session that starts at `now` (ms since 1970). */
export const programClaims = (program: Program, now: number): ProgramClaims => ({
  program,
  programUntil: now + SESSION_MS[program],
});

/** The program of an ID token's claims at `now` (ms since 1970); undefined without one or after its end. Like `isProgram` in the rules. */
export function programOf(claims: Readonly<Record<string, unknown>>, now: number): Program | undefined {
  const { program, programUntil: until } = claims;
  return typeof until === 'number' && now < until ? PROGRAMS.find((one) => one === program) : undefined;
}

const signInCodeSchema = v.object({
  uid: guarded(isUid),
  program: v.picklist(PROGRAMS),
  /** The SHA-256 of the program's verifier, 64 hexadecimal digits. */
  challenge: v.string(),
  expiresAt: instant,
});

/** A one-time code by which a program signs in as `uid`: `signInCodes/{hash of the code}`, read by functions only. */
export type SignInCode = DocumentOf<typeof signInCodeSchema>;

/** Validates the document of a sign-in code; throws BadDocument. */
export const readSignInCode = (value: unknown): SignInCode => parse('sign-in code', signInCodeSchema, value);

/** The part of a sign-in link's challenge that the terminal and the page display, for the person to compare: 8 digits as `1A2B-3C4D`. */
export const checkCodeOf = (challenge: string): string =>
  `${challenge.slice(0, 4)}-${challenge.slice(4, 8)}`.toUpperCase();
