import { mount, unmount } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import DropHint from './DropHint.svelte';

/** What computers leave in folders beside the pictures. */
const LITTER = /^(\..*|thumbs\.db|desktop\.ini|__macosx)$/i;

/** A file out of a dropped folder says the way to it, as one of a folder's input does: browsers leave it empty here. */
function withPath(file: File, entry: FileSystemEntry): File {
  const path = entry.fullPath.replace(/^\//, '');
  return path.includes('/') ? Object.defineProperty(file, 'webkitRelativePath', { value: path }) : file;
}

const fileOf = (entry: FileSystemFileEntry): Promise<File | undefined> =>
  new Promise((resolve) => {
    entry.file(
      (file) => {
        resolve(withPath(file, entry));
      },
      () => {
        resolve(undefined);
      },
    );
  });

/** A folder's content; browsers give it a hundred at a time until they give none. */
async function within(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) => {
      reader.readEntries(resolve, () => {
        resolve([]);
      });
    });
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (LITTER.test(entry.name)) return [];
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry);
    return file ? [file] : [];
  }
  const files: File[] = [];
  for (const inner of await within(entry as FileSystemDirectoryEntry)) files.push(...(await filesIn(inner)));
  return files;
}

/** Every file that was dropped, those in folders as well, without what computers leave there. */
export async function droppedFiles(data: DataTransfer): Promise<File[]> {
  // The list is emptied when the event is over: take the entries before the first await.
  const entries = [...data.items].flatMap((item) => (item.kind === 'file' ? (item.webkitGetAsEntry() ?? []) : []));
  if (entries.length === 0) return [...data.files];
  const files: File[] = [];
  for (const entry of entries) files.push(...(await filesIn(entry)));
  return files;
}

const hasFiles = (data: DataTransfer | null): data is DataTransfer => data?.types.includes('Files') ?? false;

/**
 * While the element is there, files dropped anywhere on the window or pasted are given to `onfiles`, folders opened;
 * a hint shows that they may be let go.
 */
export const fileDrop =
  (onfiles: (files: File[]) => void): Attachment =>
  () => {
    const stop = new AbortController();
    const { signal } = stop;
    let hint: ReturnType<typeof mount> | undefined;
    const hide = () => {
      if (hint) void unmount(hint);
      hint = undefined;
    };
    const over = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      hint ??= mount(DropHint, { target: document.body });
    };
    const give = (files: File[]) => {
      if (files.length > 0) onfiles(files);
    };
    window.addEventListener('dragenter', over, { signal });
    window.addEventListener('dragover', over, { signal });
    window.addEventListener('dragend', hide, { signal });
    // Out of the window, not only into another element.
    window.addEventListener('dragleave', (event) => event.relatedTarget ?? hide(), { signal });
    const drop = (event: DragEvent) => {
      hide();
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      void droppedFiles(event.dataTransfer).then(give);
    };
    window.addEventListener('drop', drop, { signal });
    const paste = (event: ClipboardEvent) => {
      if (event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]')) return;
      if (hasFiles(event.clipboardData)) give([...event.clipboardData.files]);
    };
    window.addEventListener('paste', paste, { signal });
    return () => {
      stop.abort();
      hide();
    };
  };
