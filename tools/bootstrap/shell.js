import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { localize } from './messages.js';

/** Whether the file exists and is executable. @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * The path of the first of `names` found on PATH, or undefined.
 * @param {readonly string[]} names
 * @param {NodeJS.ProcessEnv} env
 */
export function onPath(names, env = process.env) {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const name of names) {
    const folder = folders.find((one) => isExecutable(join(one, name)));
    if (folder !== undefined) return join(folder, name);
  }
  return undefined;
}

/**
 * Returns the output of a command (both streams), or undefined if it fails or cannot be run.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, timeout?: number }} options
 */
export function output(command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: options.timeout ?? 20_000,
    env: options.env ?? process.env,
  });
  return status === 0 ? `${stdout}${stderr}` : undefined;
}

const PROGRESS_INTERVAL = 10_000;

/**
 * Runs a slow command: prints `what`, a line of progress every 10 s and the duration. Its output is returned, not printed.
 * @param {string} what
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number, print?: (line: string) => void }} options
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function runLong(what, command, args, options = {}) {
  const print = options.print ?? ((line) => process.stdout.write(`${line}\n`));
  print(`${what} …`);
  const began = Date.now();
  return new Promise((resolve) => {
    let text = '';
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    });
    const seconds = () => Math.round((Date.now() - began) / 1000);
    const ticker = setInterval(() => {
      const last =
        text
          .trimEnd()
          .split(/[\r\n]/)
          .at(-1)
          ?.trim()
          .slice(0, 90) ?? '';
      print(`  ${seconds()} s${last === '' ? '' : `  ${last}`}`);
    }, PROGRESS_INTERVAL);
    const read = (/** @type {Buffer} */ chunk) => {
      text = (text + chunk.toString()).slice(-100_000);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    const end = (/** @type {boolean} */ ok) => {
      clearInterval(ticker);
      if (ok) print(localize(`  다 됐어요 (${seconds()}초)`, `  done (${seconds()} s)`));
      resolve({ ok, output: text });
    };
    child.once('error', (error) => {
      text += String(error);
      end(false);
    });
    child.once('close', (code) => end(code === 0));
  });
}
