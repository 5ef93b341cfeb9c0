import { expect } from 'vitest';
import { waitFor } from '../harness.ts';

/** The link that a program prints for the browser. */
export interface ProgramLink {
  readonly challenge: string;
  readonly state: string;
  /** The address of the page, without the fragment. */
  readonly page: string;
  /** Sends the browser back to the program; returns status and location of its response. */
  readonly answer: (query: Record<string, string>) => Promise<[number, string | null]>;
}

/** Waits for the n-th link in what a program prints, and checks that its check code is printed too. */
export async function readLink(printed: () => string, n = 0): Promise<ProgramLink> {
  const found = await waitFor('the program prints a link', () =>
    Promise.resolve([...printed().matchAll(/(http\S+)#(program=\S+)/g)][n]),
  );
  const values = new URLSearchParams(found[2]);
  const [challenge, state] = [values.get('challenge') ?? '', values.get('state') ?? ''];
  expect(printed()).toContain(`${challenge.slice(0, 4)}-${challenge.slice(4, 8)}`.toUpperCase());
  const answer = async (query: Record<string, string>): Promise<[number, string | null]> => {
    const url = `http://127.0.0.1:${values.get('port') ?? ''}/?${new URLSearchParams(query).toString()}`;
    const response = await fetch(url, { redirect: 'manual' });
    return [response.status, response.headers.get('location')];
  };
  return { challenge, state, page: found[1] ?? '', answer };
}
