import { basename } from 'node:path';
import { watch } from 'chokidar';
import { isIgnored } from '@maru/model';

/** Calls `onchange` when something changes at or below these paths. Systems do not report every change, those of network drives least. */
export function watchFolders(paths: readonly string[], onchange: () => void): () => Promise<void> {
  const watcher = watch([...paths], {
    ignoreInitial: true,
    ignored: (path) => !paths.includes(path) && isIgnored(basename(path)),
  });
  // A folder that cannot be watched, as too many are, is listed from time to time.
  watcher.on('ready', onchange).on('all', onchange).on('error', onchange);
  return () => watcher.close();
}
