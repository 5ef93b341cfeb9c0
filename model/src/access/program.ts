import * as v from 'valibot';
import { isUid, type Uid } from '../ids.ts';
import { IMPORT_SESSION_DAYS, MAX_NAME, VERIFY_SESSION_HOURS } from '../limits.ts';
import { compact, guarded, instant, parse, type DocumentOf } from '../schema.ts';

/** The command-line programs that sign in as a person through the app: `npm run import` and `npm run verify`. */
export const PROGRAMS = ['import', 'verify'] as const;
export type Program = (typeof PROGRAMS)[number];

/**
 * The claims of a program's ID tokens, which belong to an Auth user of its own. Only functions set them; rules and the API read them.
 * `programUntil`: ms since 1970. `actsFor`: the uid of its person, with their verified address and name.
 */
export interface ProgramClaims {
  readonly program: Program;
  readonly programUntil: number;
  readonly actsFor: Uid;
  readonly actsForAddress?: string | undefined;
  readonly actsForName?: string | undefined;
}

/** A person whom a program acts for. */
export interface ProgramPerson {
  readonly uid: Uid;
  readonly address?: string | undefined;
  readonly name?: string | undefined;
}

const SESSION_MS = { import: IMPORT_SESSION_DAYS * 86_400_000, verify: VERIFY_SESSION_HOURS * 3_600_000 } as const;

/** The claims of a session that starts at `now` (ms since 1970). */
export const programClaims = (program: Program, { uid, address, name }: ProgramPerson, now: number): ProgramClaims =>
  compact({
    program,
    programUntil: now + SESSION_MS[program],
    actsFor: uid,
    actsForAddress: address,
    actsForName: name?.slice(0, MAX_NAME),
  });

/**
 * The program of an ID token's claims and its person at `now` (ms since 1970); undefined without one or after its end. Only for tokens of the
 * sign-in provider `custom`. Like `isProgram` in the rules.
 */
export function programOf(
  claims: Readonly<Record<string, unknown>>,
  now: number,
): { readonly program: Program; readonly person: ProgramPerson } | undefined {
  const { programUntil: until, actsFor: uid, actsForAddress: address, actsForName: name } = claims;
  const program = PROGRAMS.find((one) => one === claims['program']);
  if (program === undefined || typeof until !== 'number' || now >= until || !isUid(uid)) return undefined;
  return {
    program,
    person: {
      uid,
      ...(typeof address === 'string' && { address }),
      ...(typeof name === 'string' && { name }),
    },
  };
}

const programSchema = v.object({
  uid: guarded(isUid),
  until: instant,
  program: v.optional(v.picklist(PROGRAMS), 'import'),
  usedAt: v.optional(instant),
});

/**
 * A program's Auth user: its person's `uid`, the end of its session, and when it last called the API, to the hour. `programs/{uid of the program}`,
 * read by functions, and by rules: without it the session has ended, whatever tokens the program has.
 */
export type ProgramUser = DocumentOf<typeof programSchema>;

/** A program's session as its person sees it: `id` is the uid of its Auth user; `until` and `usedAt` are ms since 1970. */
export interface ProgramSession {
  readonly id: Uid;
  readonly program: Program;
  readonly until: number;
  readonly usedAt?: number | undefined;
}

/** Validates the document of a program's user; throws BadDocument. */
export const readProgramUser = (value: unknown): ProgramUser => parse('program', programSchema, value);

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
