import { isIgnored } from '@maru/model/media/file-names';
import { mount, unmount } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import DropHint from './DropHint.svelte';

/** Sets `webkitRelativePath` of a file from a dropped folder, which browsers only set for folder inputs. */
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

/** Lists a folder; browsers return batches of at most a hundred entries, at the end an empty one. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve) => {
      reader.readEntries(resolve, () => {
        resolve([]);
      });
    });
    if (batch.length === 0) return all;
    all.push(...batch);
  }
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (isIgnored(entry.name)) return [];
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry);
    return file ? [file] : [];
  }
  const files: File[] = [];
  for (const inner of await entriesOf(entry as FileSystemDirectoryEntry)) files.push(...(await filesIn(inner)));
  return files;
}

/** Returns all dropped files, including those in folders, without system files. */
export async function droppedFiles(data: DataTransfer): Promise<File[]> {
  // The list is cleared after the event: read it before the first await.
  const entries = [...data.items].flatMap((item) => (item.kind === 'file' ? (item.webkitGetAsEntry() ?? []) : []));
  if (entries.length === 0) return [...data.files];
  const files: File[] = [];
  for (const entry of entries) files.push(...(await filesIn(entry)));
  return files;
}

const hasFiles = (data: DataTransfer | null): data is DataTransfer => data?.types.includes('Files') ?? false;

/** Calls `onfiles` with files that are pasted or dropped anywhere on the window, and shows a hint while they are dragged. */
export const fileDrop =
  (onfiles: (files: File[]) => void): Attachment =>
  () => {
    const controller = new AbortController();
    const { signal } = controller;
    let hint: ReturnType<typeof mount> | undefined;
    const hideHint = () => {
      if (hint) void unmount(hint);
      hint = undefined;
    };
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      hint ??= mount(DropHint, { target: document.body });
    };
    const report = (files: File[]) => {
      if (files.length > 0) onfiles(files);
    };
    window.addEventListener('dragenter', onDragOver, { signal });
    window.addEventListener('dragover', onDragOver, { signal });
    window.addEventListener('dragend', hideHint, { signal });
    // Only when leaving the window.
    window.addEventListener('dragleave', (event) => event.relatedTarget ?? hideHint(), { signal });
    const onDrop = (event: DragEvent) => {
      hideHint();
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      void droppedFiles(event.dataTransfer).then(report);
    };
    window.addEventListener('drop', onDrop, { signal });
    const onPaste = (event: ClipboardEvent) => {
      if (event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]')) return;
      if (hasFiles(event.clipboardData)) report([...event.clipboardData.files]);
    };
    window.addEventListener('paste', onPaste, { signal });
    return () => {
      controller.abort();
      hideHint();
    };
  };
