import { join } from 'node:path';
import { userError, UserError, printLine, localize } from '../../bootstrap/messages.js';
import { buildFunctions, buildWeb } from '../build.ts';
import type { Emulators } from '../emulators.ts';
import { EmulatorsRunning, runningOn } from '../lock.ts';
import { DEMO_PEOPLE } from '../people.ts';
import { blockOfPorts, DEFAULT_PORT, PortTaken, type EmulatorPorts } from '../ports.ts';
import { ROOT } from '../root.ts';
import { startAutoSave, SAVE_LIMIT, type AutoSave } from '../save.ts';
import { runSchedules } from '../scheduled.ts';
import { startEmulators } from '../start.ts';

const dataDir = process.env['MARU_DATA'] ?? join(ROOT, '.data');

async function choosePorts(): Promise<EmulatorPorts> {
  const base = Number(process.env['MARU_PORT'] ?? DEFAULT_PORT);
  if (!Number.isInteger(base) || base < 1024 || base > 65_000) {
    throw userError(
      'MARU_PORT는 1024부터 65000까지의 숫자여야 해요.',
      'MARU_PORT must be a number between 1024 and 65000.',
    );
  }
  return blockOfPorts(base);
}

function explain(error: unknown): Error {
  if (error instanceof PortTaken) {
    return userError(
      `다른 프로그램이 ${String(error.port)}번 포트를 쓰고 있어요. 다른 포트로 켜 보세요: MARU_PORT=5800 npm start`,
      `Port ${String(error.port)} is in use by another program. Try other ports: MARU_PORT=5800 npm start`,
    );
  }
  if (error instanceof EmulatorsRunning) {
    return userError(
      `마루가 이미 켜져 있어요: http://localhost:${String(error.port)}`,
      `Maru is already running: http://localhost:${String(error.port)}`,
    );
  }
  return error instanceof Error ? error : new Error(String(error));
}

async function begin(): Promise<Emulators> {
  // Checked before the build. If a port is taken by a running Maru, that is the better message.
  const ports = await choosePorts().catch(async (error: unknown) => {
    const running = await runningOn(dataDir);
    throw running ? new EmulatorsRunning(running.pid, running.port) : error;
  });
  printLine('앱을 빌드해요 …', 'building the app …');
  await buildFunctions();
  await buildWeb();
  printLine('에뮬레이터를 켜요 …', 'starting the emulators …');
  return startEmulators({ dataDir, ports });
}

async function uploadDemoOnce(emulators: Emulators): Promise<void> {
  if (emulators.hasSavedData) return;
  printLine('처음이라서 데모 보관함을 만들어요 (1~2분) …', 'first run: creating a demo library (1 to 2 minutes) …');
  // Loaded only on the first run: it loads sharp.
  const { uploadDemo } = await import('../../demo/upload-demo.ts');
  await uploadDemo(emulators);
}

function autoSaveOf(emulators: Emulators): AutoSave {
  const gigabytes = String(SAVE_LIMIT / 1024 ** 3);
  return startAutoSave(
    { dataDir, hubUrl: emulators.urls.hub, blobs: emulators.blobs },
    {
      onTooBig: () => {
        printLine(
          `데이터가 ${gigabytes} GB를 넘어서 이제부터는 Ctrl-C로 끌 때만 저장해요.`,
          `More than ${gigabytes} GB of data: from now on it is saved only when you stop Maru with Ctrl-C.`,
        );
      },
      onError: (error) => {
        printLine(`저장하지 못했어요: ${String(error)}`, `Saving failed: ${String(error)}`);
      },
    },
  );
}

function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, resolve);
  });
}

function welcome(emulators: Emulators): void {
  const roleLabels: Record<string, string> = {
    owner: localize('주인', 'owner'),
    editor: localize('편집', 'editor'),
    viewer: localize('보기', 'viewer'),
    stranger: localize('가족이 아닌 사람', 'stranger'),
  };
  const people = DEMO_PEOPLE.map(({ name, address, role }) => `  ${name}  ${address}  (${roleLabels[role] ?? role})`);
  process.stdout.write(`\n${localize('마루가 켜졌어요', 'Maru is running')}: ${emulators.urls.app}\n\n`);
  process.stdout.write(`${localize('로그인할 수 있는 사람', 'Who can sign in')}:\n${people.join('\n')}\n\n`);
  printLine('끄려면 Ctrl-C를 누르세요. 데이터는 .data에 저장돼요.', 'Press Ctrl-C to stop. Data is saved in .data.');
}

async function end(emulators: Emulators, autoSave: AutoSave | undefined): Promise<void> {
  const began = Date.now();
  if (autoSave) {
    printLine('\n저장해요 …', '\nsaving …');
    autoSave.stop();
    await autoSave.save().catch((error: unknown) => {
      printLine(`저장하지 못했어요: ${String(error)}`, `Saving failed: ${String(error)}`);
    });
  }
  printLine('에뮬레이터를 꺼요 …', 'stopping the emulators …');
  await emulators.stop();
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  printLine(`껐어요 (${seconds}초).`, `Stopped (${seconds} s).`);
}

async function main(): Promise<void> {
  const signal = untilSignal();
  const starting = begin().catch((error: unknown) => {
    throw explain(error);
  });
  const first = await Promise.race([signal, starting]);
  const emulators = typeof first === 'string' ? await starting : first;
  let autoSave: AutoSave | undefined;
  const failed = emulators.failed.then((message) => {
    throw new UserError(message);
  });
  const live = async (): Promise<void> => {
    await uploadDemoOnce(emulators);
    autoSave = autoSaveOf(emulators);
    if (!emulators.hasSavedData) await autoSave.save();
    welcome(emulators);
    const stopSchedules = runSchedules(emulators);
    await signal;
    stopSchedules();
  };
  await Promise.race([live(), failed, signal]);
  await end(emulators, autoSave);
}

try {
  await main();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof UserError ? error.message : String((error as Error).stack ?? error)}\n`);
  process.exit(1);
}
