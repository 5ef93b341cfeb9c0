import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { findHidane } from '../../bootstrap/hidane.js';
import { freePorts } from '../../emulators/ports.ts';

/** A Firestore emulator of one test file. */
export interface Hidane {
  port: number;
  address: string;
  stop: () => Promise<void>;
}

/** Starts hidane on a free port; rejects if it is not installed or does not respond within ten seconds. */
export async function startHidane(): Promise<Hidane> {
  const file = findHidane();
  if (file === undefined) throw new Error('hidane is not installed: set HIDANE, or run npm start once to build it');
  const { firestore: port } = await freePorts();
  const emulator = spawn(file, ['--host', '127.0.0.1', '--port', String(port)], { stdio: 'ignore' });
  const ended = once(emulator, 'exit');
  const stop = async () => {
    emulator.kill();
    await ended;
  };
  for (const end = Date.now() + 10_000; !(await accepts(port));) {
    if (Date.now() > end) {
      await stop();
      throw new Error(`hidane did not respond on port ${port}`);
    }
  }
  return { port, address: `http://127.0.0.1:${port}`, stop };
}

/** Whether the port accepts a connection; waits 20 ms if not, so that polling does not keep a core busy. */
async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return false;
  } finally {
    socket.destroy();
  }
}
