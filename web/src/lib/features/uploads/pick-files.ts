import { isIgnored } from '@maru/model/media/file-names';

/** Ways to choose files beside the picker of the round button. */
export type PickSource = 'folder' | 'photo' | 'video';

const ATTRIBUTES: Readonly<Record<PickSource, Readonly<Record<string, string>>>> = {
  folder: { webkitdirectory: '' },
  // Browsers on a phone open the camera; one that has none opens the picker.
  photo: { accept: 'image/*', capture: 'environment' },
  video: { accept: 'video/*', capture: 'environment' },
};

/** The ways that this device has: the camera of a phone or tablet, the folders of a computer. */
export const pickSources = ({ matchMedia }: Pick<Window, 'matchMedia'>): readonly PickSource[] =>
  matchMedia('(pointer: coarse)').matches ? ['photo', 'video'] : ['folder'];

const pathOf = ({ name, webkitRelativePath }: File): string => webkitRelativePath || name;

/** An input that is open; Safari forgets one to which nothing refers. */
let open: HTMLInputElement | undefined;

/** Opens the camera, or the system's dialog for a folder. Calls `onfiles` unless the person cancels. Works in an event of the person only. */
export function pickFiles(source: PickSource, onfiles: (files: File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  for (const [name, value] of Object.entries(ATTRIBUTES[source])) input.setAttribute(name, value);
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])].filter((file) => !pathOf(file).split('/').some(isIgnored));
    if (files.length > 0) onfiles(files);
    open = undefined;
  });
  open = input;
  open.click();
}
