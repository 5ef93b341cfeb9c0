import { existsSync } from 'node:fs';
import { onPath, runLong } from './shell.js';
import { localize } from './messages.js';

/** Whether apt can install packages: root on Debian. @param {NodeJS.ProcessEnv} env */
export function hasApt(env = process.env) {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && onPath(['apt-get'], env) !== undefined;
}

const ENVIRONMENT = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };

/**
 * Installs Debian packages without their recommendations; returns whether it succeeded.
 * @param {readonly string[]} packages
 */
export async function aptInstall(packages) {
  const env = { ...process.env, ...ENVIRONMENT };
  const quick = ['-q', '-o', 'Acquire::Retries=2', '-o', 'Acquire::http::Timeout=30', '-o', 'DPkg::Lock::Timeout=300'];
  const list = localize('apt 패키지 목록을 받아요', 'apt-get update');
  const updated = await runLong(list, 'apt-get', [...quick, 'update'], { env, timeout: 300_000 });
  if (!updated.ok) process.stdout.write(`${updated.output.trim().split('\n').slice(-3).join('\n')}\n`);
  const what = localize(`apt로 설치해요: ${packages.join(' ')}`, `apt-get install ${packages.join(' ')}`);
  const args = [...quick, 'install', '-y', '--no-install-recommends', ...packages];
  const installed = await runLong(what, 'apt-get', args, { env, timeout: 1_200_000 });
  if (!installed.ok) process.stdout.write(`${installed.output.trim().split('\n').slice(-3).join('\n')}\n`);
  return installed.ok;
}
