import { type HostileFile, VALID_FILES, type ValidFiles } from './hostile-file.ts';

const WRONG = ['exe', 'html', 'heic', 'mp4', 'jpg', 'svg', 'm3u8', 'php', 'zip', 'mp3'];

/** Every format with the name of another one and of other files: the name never matters. */
export const misnamed = (wholes: ValidFiles): HostileFile[] =>
  VALID_FILES.map((name, i) => ({
    family: 'misnamed',
    name: `${name}.${WRONG[i % WRONG.length] ?? ''}`,
    bytes: () => wholes[name],
    ends: name === 'ts' ? ['ready', 'unreadable'] : ['ready'],
    like: name,
  }));
