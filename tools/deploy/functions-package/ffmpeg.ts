import { copyFile, chmod, mkdir, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findFault } from '../../bootstrap/ffmpeg.js';
import { userError } from '../../bootstrap/messages.js';
import { providePinnedFfmpeg } from '../../bootstrap/pinned-ffmpeg.js';

/** The programs of the service's machines: paths of files on this one. */
export interface FfmpegPair {
  readonly ffmpeg: string;
  readonly ffprobe: string;
}

/** Whether a file is a program for Linux on x86-64: ELF, 64 bit, little endian, machine 0x3e. */
async function isForTheService(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return false;
  try {
    const { buffer } = await handle.read(Buffer.alloc(20), 0, 20, 0);
    return (
      buffer.readUInt32BE(0) === 0x7f454c46 && buffer[4] === 2 && buffer[5] === 1 && buffer.readUInt16LE(18) === 0x3e
    );
  } finally {
    await handle.close();
  }
}

/** The programs at the path that a person gave: a folder with both, or ffmpeg itself with ffprobe beside it. */
async function pairAt(path: string): Promise<FfmpegPair> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const pair = isFolder
    ? { ffmpeg: join(path, 'ffmpeg'), ffprobe: join(path, 'ffprobe') }
    : { ffmpeg: path, ffprobe: join(dirname(path), 'ffprobe') };
  for (const file of Object.values(pair))
    if (!(await isForTheService(file)))
      throw userError(
        `이 파일은 리눅스(x86-64)용 프로그램이 아니에요: ${file}. 정적으로 빌드한 ffmpeg과 ffprobe를 한 폴더에 두고 --ffmpeg으로 지정해 주세요.`,
        `${file} is not a program for Linux on x86-64. Put static builds of ffmpeg and ffprobe into one folder and name it with --ffmpeg.`,
      );
  return pair;
}

/** Finds the programs that are deployed: at `path`, or the pinned builds. Throws a UserError if there are none, or if they do not work. */
export async function findDeployedFfmpeg(path?: string): Promise<FfmpegPair> {
  const pair = path === undefined ? await providePinnedFfmpeg() : await pairAt(path);
  if (typeof pair === 'string')
    throw userError(
      `함수에 넣을 ffmpeg을 받지 못했어요: ${pair}. pip을 설치하거나(우분투와 WSL: sudo apt install python3-pip), 정적으로 빌드한 ffmpeg과 ffprobe가 있는 폴더를 --ffmpeg으로 지정해 주세요.`,
      `The ffmpeg for the functions could not be downloaded: ${pair}. Install pip (on Ubuntu and WSL: sudo apt install python3-pip), or name a folder with static builds of ffmpeg and ffprobe with --ffmpeg.`,
    );
  const canRun = process.platform === 'linux' && process.arch === 'x64';
  const fault = canRun ? findFault(pair) : undefined;
  if (fault !== undefined)
    throw userError(
      `이 ffmpeg은 쓸 수 없어요: ${pair.ffmpeg} (없는 기능: ${fault})`,
      `${pair.ffmpeg} cannot be used (missing: ${fault})`,
    );
  return pair;
}

/** Copies the programs into `bin/` of the functions' package. */
export async function copyFfmpeg({ ffmpeg, ffprobe }: FfmpegPair, folder: string): Promise<void> {
  await mkdir(join(folder, 'bin'), { recursive: true });
  for (const [name, file] of [
    ['ffmpeg', ffmpeg],
    ['ffprobe', ffprobe],
  ] as const) {
    await copyFile(file, join(folder, 'bin', name));
    await chmod(join(folder, 'bin', name), 0o755);
  }
}
