import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A Firestore emulator of one test file. */
export interface Hidane {
  port: number;
  address: string;
  stop: () => Promise<void>;
}

/** Starts hidane on a free port; rejects where it is not installed or does not answer within ten seconds. */
export async function startHidane(): Promise<Hidane> {
  const port = await freePort();
  const engine = spawn(hidane(), ['--host', '127.0.0.1', '--port', String(port)], { stdio: 'ignore' });
  const ended = once(engine, 'exit');
  const stop = async () => {
    engine.kill();
    await ended;
  };
  for (const end = Date.now() + 10_000; !(await accepts(port));) {
    if (Date.now() > end) {
      await stop();
      throw new Error(`hidane did not answer on port ${port}`);
    }
  }
  return { port, address: `http://127.0.0.1:${port}`, stop };
}

/** Looked for as the engine looks for it. */
function hidane(): string {
  const places = [
    process.env['HIDANE'],
    join(homedir(), '.cache', 'maru', 'hidane-0.6.0', 'bin', 'hidane'),
    ...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'hidane')),
  ];
  const found = places.find((place) => place !== undefined && existsSync(place));
  if (found === undefined) throw new Error('hidane is not there: set HIDANE, or run npm start once, which builds it');
  return found;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Whether something answers there; asked again at once it would keep a core busy, so a refusal takes 20 ms. */
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
