import { expect, it } from 'vitest';
import { GoogleClient } from '../google/client.ts';
import { DeployFailed } from './firebase-cli.ts';
import { deployFunctions, isLocked } from './parts.ts';

const wrap = (body: string): string =>
  `rules_version = '2';\nservice cloud.firestore {\n  match /databases/{d}/documents {\n    match /{all=**} {\n      ${body}\n    }\n  }\n}\n`;

it.each([
  ['allow read, write: if false;', true],
  ['// Deny all.\n      allow read, write: if false; // for now', true],
  ['allow read; allow write: if false;', false],
  ['allow read, write: if request.time < timestamp.date(2026, 12, 1);', false],
  ['', true],
])('%j locks a database: %s', (body, expected) => {
  expect(isLocked(wrap(body))).toBe(expected);
});

/** Deploys functions with a firebase-tools that fails with these outputs first; returns how often it ran. */
async function countRuns(outputs: string[]): Promise<number> {
  let runs = 0;
  const run = (): Promise<string> => {
    runs += 1;
    const output = outputs.shift();
    return output === undefined ? Promise.resolve('') : Promise.reject(new DeployFailed(output));
  };
  const token = (): Promise<string> => Promise.resolve('');
  const google = new GoogleClient({ project: 'kim-photos', env: {}, token, wait: () => Promise.resolve() });
  await deployFunctions({ google, cli: { run }, folder: '.' }).catch(() => undefined);
  return runs;
}

const NEW_PROJECT =
  'Error: Permission denied while using the Eventarc Service Agent. If you recently started to use Eventarc, it may take a few minutes before all necessary permissions are propagated to the Service Agent.';

it.each([
  ['a new project whose agents are not ready', [NEW_PROJECT, NEW_PROJECT], 3],
  ['an agent that never gets ready', Array<string>(9).fill(NEW_PROJECT), 5],
  [
    'a function that crashes at start',
    ['Error: Container Healthcheck failed. The user-provided container failed to start'],
    1,
  ],
])('deploys functions to %s', async (_, outputs, expected) => {
  expect(await countRuns(outputs)).toBe(expected);
});
