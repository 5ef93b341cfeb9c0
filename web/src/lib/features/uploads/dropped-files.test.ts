import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { droppedFiles, fileDrop } from './dropped-files.ts';

const file = (name: string) => new File(['x'], name);
/** An entry of a dropped folder, at its place below what was dropped. */
type Dropped = (at: string) => FileSystemEntry;
const leaf =
  (name: string): Dropped =>
  (at) => {
    const give = (to: (one: File) => void) => to(file(name));
    return { isFile: true, name, fullPath: `${at}/${name}`, file: give } as unknown as FileSystemEntry;
  };
/** A folder that, like a browser's, gives its content two at a time. */
const folder =
  (name: string, inner: Dropped[]): Dropped =>
  (at) => {
    const fullPath = `${at}/${name}`;
    const createReader = () => {
      const rest = inner.map((one) => one(fullPath));
      return { readEntries: (give: (entries: FileSystemEntry[]) => void) => give(rest.splice(0, 2)) };
    };
    return { isFile: false, name, fullPath, createReader } as unknown as FileSystemEntry;
  };
const dropped = (...entries: Dropped[]) =>
  ({
    types: ['Files'],
    files: [],
    items: entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry('') })),
  }) as unknown as DataTransfer;
const send = (type: string, fields: object, target: EventTarget = document.body) => {
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

test('opens folders to their end, without what computers leave there', async () => {
  const inner = folder('2019', [leaf('a.jpg'), leaf('.DS_Store'), leaf('b.jpg'), leaf('Thumbs.db'), leaf('c.mov')]);
  const files = await droppedFiles(dropped(leaf('d.png'), folder('photos', [inner, leaf('e.jpg')])));
  expect(files.map(({ name }) => name)).toEqual(['d.png', 'a.jpg', 'b.jpg', 'c.mov', 'e.jpg']);
  expect(files.map((one) => (one as { webkitRelativePath?: string }).webkitRelativePath)).toEqual([
    undefined,
    'photos/2019/a.jpg',
    'photos/2019/b.jpg',
    'photos/2019/c.mov',
    'photos/e.jpg',
  ]);
});

test('takes what is dropped anywhere, and shows that it may be let go', async () => {
  const over = send('dragover', { dataTransfer: dropped() });
  expect(over.defaultPrevented).toBe(true);
  expect(document.body.textContent).toMatch(/여기에 놓으면 올라가요|Drop to add/);
  send('drop', { dataTransfer: dropped(leaf('a.jpg')) });
  expect(document.body.textContent).not.toMatch(/여기에 놓으면 올라가요|Drop to add/);
  await vi.waitFor(() => {
    expect(names()).toEqual(['a.jpg']);
  });
});

test('leaves text that is dragged alone', () => {
  const over = send('dragover', { dataTransfer: { types: ['text/plain'] } });
  expect(over.defaultPrevented).toBe(false);
  expect(document.body.textContent).toBe('');
});

test('takes what is pasted, but not into a field', () => {
  const clipboardData = { types: ['Files'], files: [file('image.png')] };
  const field = document.body.appendChild(document.createElement('input'));
  send('paste', { clipboardData }, field);
  expect(onfiles).not.toHaveBeenCalled();
  field.remove();
  send('paste', { clipboardData });
  expect(names()).toEqual(['image.png']);
});

test('listens no longer than the element is there', () => {
  stop?.();
  send('paste', { clipboardData: { types: ['Files'], files: [file('image.png')] } });
  expect(onfiles).not.toHaveBeenCalled();
});
