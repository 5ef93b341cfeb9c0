import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Stores one secret of this user of the computer. */
export interface SecretStore {
  readonly get: () => Promise<string | undefined>;
  /** Stores the secret and returns where, for the user. */
  readonly set: (secret: string) => Promise<string>;
  readonly remove: () => Promise<void>;
}

/** A keyring may ask its user to unlock it. */
const KEYRING_TIMEOUT_MS = 60_000;

/** Runs a program; returns its output, or undefined if it is missing, fails or does not end. */
function run(command: string, args: readonly string[], input = ''): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], timeout: KEYRING_TIMEOUT_MS });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stdin.on('error', () => undefined);
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 ? output.trim() : undefined));
    child.stdin.end(input);
  });
}

/** The keyring of the system by its own program, if it has one. The secret is never an argument, which other users could see. */
function keyringOf(account: string, platform: NodeJS.Platform): (SecretStore & { readonly name: string }) | undefined {
  if (platform === 'linux') {
    const attributes = ['service', 'maru', 'account', account];
    return {
      name: 'GNOME Keyring / KWallet',
      get: () => run('secret-tool', ['lookup', ...attributes]),
      set: async (secret) => (await run('secret-tool', ['store', '--label=Maru', ...attributes], secret)) ?? '',
      remove: async () => {
        await run('secret-tool', ['clear', ...attributes]);
      },
    };
  }
  if (platform === 'darwin') {
    const item = ['-s', 'maru', '-a', account];
    return {
      name: 'macOS Keychain',
      get: () => run('security', ['find-generic-password', ...item, '-w']),
      set: async (secret) =>
        (await run('security', ['-i'], `add-generic-password -U ${item.join(' ')} -w ${secret}\n`)) ?? '',
      remove: async () => {
        await run('security', ['delete-generic-password', ...item]);
      },
    };
  }
  return undefined;
}

/** A file that only its user can read. */
function fileStore(path: string): SecretStore {
  return {
    get: () => readFile(path, 'utf8').catch(() => undefined),
    set: async (secret) => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const temporary = `${path}.${randomBytes(6).toString('hex')}`;
      await writeFile(temporary, secret, { mode: 0o600, flag: 'wx' });
      await rename(temporary, path);
      return path;
    },
    remove: () => rm(path, { force: true }),
  };
}

/** The folder of the user's settings. */
const configFolder = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string =>
  (platform === 'win32' ? env['APPDATA'] : env['XDG_CONFIG_HOME']) ?? join(homedir(), '.config');

/**
 * A secret of `account` in the system's keyring, or where there is none that works, in a file of mode 0600 below the user's settings. The secret must be
 * base64url; `account` must be a file name.
 */
export function secretStore(
  account: string,
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): SecretStore {
  const keyring = keyringOf(account, platform);
  const file = fileStore(join(configFolder(platform, env), 'maru', account));
  return {
    get: async () => (await keyring?.get()) || file.get(),
    set: async (secret) => {
      await keyring?.set(secret);
      // Programs of keyrings may report success without a keyring.
      if (keyring && (await keyring.get()) === secret) {
        await file.remove();
        return keyring.name;
      }
      return file.set(secret);
    },
    remove: async () => {
      await keyring?.remove();
      await file.remove();
    },
  };
}
