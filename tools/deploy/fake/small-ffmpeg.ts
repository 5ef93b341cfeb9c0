import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the self-test of `--ffmpeg` looks for: a playlist with byte ranges, and a refusal of formats that are not whitelisted. */
const SCRIPT = `#!/bin/sh
case "$*" in *matroska*) exit 1 ;; esac
for last; do :; done
case "$last" in *.m3u8) echo '#EXT-X-BYTERANGE:1@0' > "$last" ;; esac
`;

const BASE = 0x400000n;
const HEADERS = 64 + 56;

/** A Linux program for x86-64 (ELF) that runs the program at `path` with the same arguments. */
function launcher(path: string): Buffer {
  const code = Buffer.concat([
    // rsi = argv, rdx = envp, rdi = the path after the code; execve, and exit(127) if that fails.
    Buffer.from('488d742408' + '488b0424' + '488d54c608' + '488d3d13000000' + 'b83b0000000f05', 'hex'),
    Buffer.from('b83c000000' + 'bf7f000000' + '0f05', 'hex'),
    Buffer.from(`${path}\0`),
  ]);
  const headers = Buffer.alloc(HEADERS);
  headers.write('7f454c46020101', 'hex');
  headers.writeUInt16LE(2, 16);
  headers.writeUInt16LE(0x3e, 18);
  headers.writeUInt32LE(1, 20);
  headers.writeBigUInt64LE(BASE + BigInt(HEADERS), 24);
  headers.writeBigUInt64LE(64n, 32);
  for (const [value, at] of [
    [64, 52],
    [56, 54],
    [1, 56],
  ] as const)
    headers.writeUInt16LE(value, at);
  // One segment: the whole file, readable and executable.
  headers.writeUInt32LE(1, 64);
  headers.writeUInt32LE(5, 68);
  for (const at of [80, 88]) headers.writeBigUInt64LE(BASE, at);
  for (const at of [96, 104]) headers.writeBigUInt64LE(BigInt(HEADERS + code.length), at);
  headers.writeBigUInt64LE(0x1000n, 112);
  return Buffer.concat([headers, code]);
}

/** Creates a folder for `--ffmpeg` with programs of a few hundred bytes, so that a test does not pack 150 MB for each deployment. */
export async function createSmallFfmpeg(): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'maru-ffmpeg-')), 'bin');
  await mkdir(folder);
  await writeFile(join(folder, 'script'), SCRIPT, { mode: 0o755 });
  for (const name of ['ffmpeg', 'ffprobe'])
    await writeFile(join(folder, name), launcher(join(folder, 'script')), { mode: 0o755 });
  return folder;
}
