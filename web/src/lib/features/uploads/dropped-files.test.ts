import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { droppedFiles, fileDrop } from './dropped-files.ts';

const file = (name: string) => new File(['x'], name);
/** Creates a file system entry below a path. */
type CreateEntry = (parent: string) => FileSystemEntry;
const fileEntry =
  (name: string): CreateEntry =>
  (parent) => {
    const callback = (to: (one: File) => void) => to(file(name));
    return { isFile: true, name, fullPath: `${parent}/${name}`, file: callback } as unknown as FileSystemEntry;
  };
/** A folder that returns its content in batches of two, as browsers do in larger batches. */
const folderEntry =
  (name: string, children: CreateEntry[]): CreateEntry =>
  (parent) => {
    const fullPath = `${parent}/${name}`;
    const createReader = () => {
      const rest = children.map((one) => one(fullPath));
      return { readEntries: (callback: (entries: FileSystemEntry[]) => void) => callback(rest.splice(0, 2)) };
    };
    return { isFile: false, name, fullPath, createReader } as unknown as FileSystemEntry;
  };
const transferOf = (...entries: CreateEntry[]) =>
  ({
    types: ['Files'],
    files: [],
    items: entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry('') })),
  }) as unknown as DataTransfer;
const dispatch = (type: string, fields: object, target: EventTarget = document.body) => {
  const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), fields);
  target.dispatchEvent(event);
  return event;
};

const onfiles = vi.fn<(files: File[]) => void>();
const names = () => onfiles.mock.lastCall?.[0].map(({ name }) => name);
let stop: ReturnType<ReturnType<typeof fileDrop>>;
beforeEach(() => {
  stop = fileDrop(onfiles)(document.body);
});
afterEach(() => {
  stop?.();
  onfiles.mockClear();
});

test('reads folders recursively, without system files', async () => {
  const children = folderEntry('2019', [
    fileEntry('a.jpg'),
    fileEntry('.DS_Store'),
    fileEntry('b.jpg'),
    fileEntry('Thumbs.db'),
    fileEntry('c.mov'),
  ]);
  const files = await droppedFiles(
    transferOf(fileEntry('d.png'), folderEntry('photos', [children, fileEntry('e.jpg')])),
  );
  expect(files.map(({ name }) => name)).toEqual(['d.png', 'a.jpg', 'b.jpg', 'c.mov', 'e.jpg']);
  expect(files.map((one) => (one as { webkitRelativePath?: string }).webkitRelativePath)).toEqual([
    undefined,
    'photos/2019/a.jpg',
    'photos/2019/b.jpg',
    'photos/2019/c.mov',
    'photos/e.jpg',
  ]);
});

test('accepts files dropped anywhere, and shows a hint while dragging', async () => {
  const over = dispatch('dragover', { dataTransfer: transferOf() });
  expect(over.defaultPrevented).toBe(true);
  expect(document.body.textContent).toMatch(/여기에 놓으면 올라가요|Drop to add/);
  dispatch('drop', { dataTransfer: transferOf(fileEntry('a.jpg')) });
  expect(document.body.textContent).not.toMatch(/여기에 놓으면 올라가요|Drop to add/);
  await vi.waitFor(() => {
    expect(names()).toEqual(['a.jpg']);
  });
});

test('ignores dragged text', () => {
  const over = dispatch('dragover', { dataTransfer: { types: ['text/plain'] } });
  expect(over.defaultPrevented).toBe(false);
  expect(document.body.textContent).toBe('');
});

test('accepts pasted files, but not in an input', () => {
  const clipboardData = { types: ['Files'], files: [file('image.png')] };
  const field = document.body.appendChild(document.createElement('input'));
  dispatch('paste', { clipboardData }, field);
  expect(onfiles).not.toHaveBeenCalled();
  field.remove();
  dispatch('paste', { clipboardData });
  expect(names()).toEqual(['image.png']);
});

test('stops listening when the element is removed', () => {
  stop?.();
  dispatch('paste', { clipboardData: { types: ['Files'], files: [file('image.png')] } });
  expect(onfiles).not.toHaveBeenCalled();
});
