import { spawn } from 'node:child_process';

/** The program that opens an address, if this computer seems to have a screen. `BROWSER=none` opens nothing. */
export function browserCommand(
  url: string,
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): readonly [string, ...string[]] | undefined {
  if (env['BROWSER'] === 'none' || env['SSH_CONNECTION'] !== undefined) return undefined;
  if (platform === 'darwin') return ['open', url];
  // `start` of cmd would split the address at `&`.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return env['DISPLAY'] === undefined && env['WAYLAND_DISPLAY'] === undefined ? undefined : ['xdg-open', url];
}

/** Opens an address in the browser; returns whether there seems to be one. */
export function openBrowser(url: string): boolean {
  const [command, ...args] = browserCommand(url) ?? [];
  if (command === undefined) return false;
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
  return true;
}
