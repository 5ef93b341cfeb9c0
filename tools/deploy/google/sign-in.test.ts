import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cleanEnvironment } from '../../emulators/clean-environment.ts';

const run = promisify(execFile);
const script = `
  const { signIn } = await import(process.argv[1]);
  const { token, cliArguments } = signIn('kim-photos', '/nowhere');
  try { console.log(JSON.stringify([await token(), cliArguments])); }
  catch (error) { console.log(JSON.stringify(error.constructor.name)); }
  process.exit();`;

// Exchanges refresh tokens.
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.end(JSON.stringify({ access_token: 'fresh', expires_in: 3599 })));
});
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'maru-sign-in-'));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.close();
  await rm(home, { recursive: true });
});

/** Signs in in a process of its own, because firebase-tools reads its settings once. */
async function signInWith(config: string, url = urlOf(server)): Promise<unknown> {
  const env = {
    ...cleanEnvironment(process.env),
    HOME: home,
    XDG_CONFIG_HOME: join(home, config),
    FIREBASE_TOKEN_URL: url,
    METADATA_SERVER_DETECTION: 'none',
  };
  const file = join(import.meta.dirname, 'sign-in.ts');
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script, file], { env });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

const urlOf = (one: Server): string => `http://127.0.0.1:${String((one.address() as AddressInfo).port)}`;

/** Saves an expired sign-in, as `firebase login` did an hour ago. */
async function saveSignIn(config: string): Promise<void> {
  const saved = { user: { email: 'mother@gmail.com' }, tokens: { refresh_token: 'r', expires_at: 1 } };
  await mkdir(join(home, config, 'configstore'), { recursive: true });
  await writeFile(join(home, config, 'configstore', 'firebase-tools.json'), JSON.stringify(saved));
}

it('uses the account of firebase login, for the CLI too', async () => {
  await saveSignIn('person');
  expect(await signInWith('person')).toEqual(['fresh', ['--account', 'mother@gmail.com']]);
});

it('says that nobody is signed in', async () => {
  expect(await signInWith('nobody')).toBe('NotSignedIn');
});

it('does not take a missing network for an expired sign-in', async () => {
  await saveSignIn('offline');
  // Port 9 answers nobody.
  expect(await signInWith('offline', 'http://127.0.0.1:9')).toBe('GoogleError');
});
