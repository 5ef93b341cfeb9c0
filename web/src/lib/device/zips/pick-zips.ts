/** The File System Access API, which Chromium has; TypeScript's types have only parts of it. */
interface FilePicker {
  readonly showOpenFilePicker?: (options: object) => Promise<FileSystemFileHandle[]>;
}
interface Permission {
  readonly requestPermission?: (options: { readonly mode: 'read' }) => Promise<PermissionState>;
}

/** A ZIP that a person chose, with the handle by which a later window can open it. */
export interface PickedZip {
  readonly file: File;
  readonly handle: FileSystemFileHandle;
}

const { showOpenFilePicker } = window as FilePicker;

/** Lets a person choose ZIPs with handles; none if they close the dialog. Undefined where the browser has no handles. */
export const pickZips = showOpenFilePicker
  ? async (): Promise<PickedZip[]> => {
      const types = [{ accept: { 'application/zip': ['.zip'] } }];
      const handles = await showOpenFilePicker({ multiple: true, types }).catch(() => []);
      return Promise.all(handles.map(async (handle) => ({ handle, file: await handle.getFile() })));
    }
  : undefined;

/** Opens ZIPs by their handles, which asks for permission; without those that are gone or refused. */
export async function openKnownZips(handles: readonly FileSystemFileHandle[]): Promise<File[]> {
  const files: File[] = [];
  for (const handle of handles) {
    const { requestPermission } = handle as Permission;
    const permission = await requestPermission?.call(handle, { mode: 'read' });
    const file = permission === 'granted' ? await handle.getFile().catch(() => undefined) : undefined;
    if (file) files.push(file);
  }
  return files;
}
