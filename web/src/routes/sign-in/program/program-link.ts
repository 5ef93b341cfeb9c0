import { PROGRAMS, type Program } from '@maru/model/access/program';
import { isSecret } from '@maru/model/ids';

/** A program on this computer that wants to sign in: the fragment of the link that it prints. */
export interface ProgramRequest {
  readonly program: Program;
  /** The port of this computer's loopback on which the program waits. */
  readonly port: number;
  /** The SHA-256 of the program's verifier, 64 hexadecimal digits. */
  readonly challenge: string;
  /** Returned to the program, which ignores anything without it. */
  readonly state: string;
}

/** How a sign-in ended: the program sends the browser back with it as the fragment. */
const RESULTS = ['done', 'failed', 'cancelled'] as const;
export type ProgramResult = (typeof RESULTS)[number];

/** Parses the fragment of the page: a request, a result, or undefined for anything else. */
export function parseFragment(hash: string): ProgramRequest | ProgramResult | undefined {
  const fragment = hash.replace(/^#/, '');
  const result = RESULTS.find((one) => one === fragment);
  if (result) return result;
  const values = new URLSearchParams(fragment);
  const program = PROGRAMS.find((one) => one === values.get('program'));
  const [port, challenge, state] = [Number(values.get('port')), values.get('challenge') ?? '', values.get('state')];
  if (!program || !Number.isInteger(port) || port < 1024 || port > 65_535) return undefined;
  return /^[0-9a-f]{64}$/.test(challenge) && isSecret(state) ? { program, port, challenge, state } : undefined;
}

/** The address at which the program waits: always on this computer. */
export const loopbackUrl = (
  { port, state }: ProgramRequest,
  answer: { code: string } | { error: 'cancelled' },
): string => `http://127.0.0.1:${port}/?${new URLSearchParams({ state, ...answer }).toString()}`;
