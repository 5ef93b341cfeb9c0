import { folderOfFile } from '@maru/model/library/folder';
import { groupRecordings } from '@maru/model/upload/recordings';
import { mapInTasks } from '../../tasks.ts';

/** Joins the files of each recording to one file, without reading them into memory. It has the name, folder and time of the first. */
export async function joinRecordings(files: readonly File[]): Promise<File[]> {
  // Chromium asks its browser process for the size of each file that was chosen in the picker, and the page waits.
  const candidates = await mapInTasks(files, (file) => ({
    ...{ file, name: file.name, folder: folderOfFile(file.webkitRelativePath), size: file.size },
    read: async (start: number, end: number) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
  }));
  return (await groupRecordings(candidates)).map(([first, ...rest]) => {
    if (rest.length === 0) return first.file;
    const { name, lastModified, webkitRelativePath } = first.file;
    const bytes = [first, ...rest].map(({ file }) => file);
    const joined = new File(bytes, name, { lastModified });
    return Object.defineProperty(joined, 'webkitRelativePath', { value: webkitRelativePath });
  });
}
