import { execFile } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { GoogleClient } from '../google/client.ts';
import { deleteObject, readObject, writeObject } from '../google/objects.ts';
import { allBucketsOf } from '../names.ts';
import type { Release } from './record.ts';
import { folderOf, writeConfiguration } from './stage.ts';

const run = promisify(execFile);

/** Releases that can be rolled back to. */
const KEPT = 5;

const nameOf = (number: number): string => `releases/${String(number)}.tar.gz`;

/** Keeps the staged folder of a release in the project. */
export async function keepArtifact(google: GoogleClient, number: number, stage: string): Promise<void> {
  const file = join(folderOf(google.project), 'release.tar.gz');
  await mkdir(folderOf(google.project), { recursive: true });
  await run('tar', ['-czf', file, '--exclude=node_modules', '--exclude=*-debug.log', '-C', stage, '.']);
  const content = await openAsBlob(file, { type: 'application/gzip' });
  await writeObject(google, allBucketsOf(google.project).deploys, nameOf(number), content);
  await rm(file);
}

/**
 * Restores the staged folder of a kept release, and returns it. Its configuration is written again, because a firebase.json may name commands that
 * firebase-tools runs here.
 */
export async function fetchArtifact(google: GoogleClient, release: Release): Promise<string> {
  const folder = join(folderOf(google.project), 'rollback');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const file = `${folder}.tar.gz`;
  const content = await readObject(google, allBucketsOf(google.project).deploys, nameOf(release.number));
  await writeFile(file, content.stream());
  await run('tar', ['-xzf', file, '-C', folder]);
  await rm(file);
  await writeConfiguration(folder, google.project, release);
  return folder;
}

/** Deletes the artifacts of all releases except the newest five. */
export async function deleteOldArtifacts(google: GoogleClient, numbers: readonly number[]): Promise<void> {
  const old = [...numbers].sort((a, b) => b - a).slice(KEPT);
  for (const number of old) await deleteObject(google, allBucketsOf(google.project).deploys, nameOf(number));
}
