import { createServer } from 'node:net';

/** Every port of the emulators by its name; all of them listen on 127.0.0.1 only. */
export interface EmulatorPorts {
  hosting: number;
  storageProxy: number;
  auth: number;
  firestore: number;
  firestoreWebsocket: number;
  functions: number;
  storage: number;
  eventarc: number;
  tasks: number;
  hub: number;
  logging: number;
}

const NAMES = [
  'hosting',
  'storageProxy',
  'auth',
  'firestore',
  'firestoreWebsocket',
  'functions',
  'storage',
  'eventarc',
  'tasks',
  'hub',
  'logging',
] as const satisfies readonly (keyof EmulatorPorts)[];

/** The first port of `npm start`, unless MARU_PORT names another. */
export const DEFAULT_PORT = 4800;

/** The one address that the emulators listen on. */
export const HOST = '127.0.0.1';

/** A named refusal: the port is taken. */
export class PortTaken extends Error {
  readonly port: number;
  constructor(port: number) {
    super(`port ${String(port)} is in use`);
    this.port = port;
  }
}

function listen(port: number): Promise<{ port: number; close: () => Promise<void> } | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen({ host: HOST, port, exclusive: true }, () => {
      const address = server.address();
      const actual = typeof address === 'object' && address ? address.port : port;
      resolve({
        port: actual,
        close: () =>
          new Promise((done) => {
            server.close(() => {
              done();
            });
          }),
      });
    });
  });
}

/** Whether nobody listens on this port of 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  const probe = await listen(port);
  await probe?.close();
  return probe !== undefined;
}

/** One block of ports that starts at `base`; rejects with PortTaken for the first that is in use. */
export async function blockOfPorts(base: number): Promise<EmulatorPorts> {
  const ports = Object.fromEntries(NAMES.map((name, index) => [name, base + index])) as unknown as EmulatorPorts;
  for (const port of Object.values(ports) as number[]) {
    if (!(await isFree(port))) throw new PortTaken(port);
  }
  return ports;
}

// Below every system's range of ephemeral ports, so that no outgoing connection takes one between asking and listening.
const FREE_FROM = 20_000;
const FREE_TO = 32_000;

/** A block of ports that are free now, at a random place so that sets of emulators which start at once do not meet. */
export async function freePorts(random: () => number = Math.random): Promise<EmulatorPorts> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const base = FREE_FROM + Math.floor((random() * (FREE_TO - FREE_FROM)) / 20) * 20;
    try {
      return await blockOfPorts(base);
    } catch (error) {
      if (!(error instanceof PortTaken)) throw error;
    }
  }
  throw new Error('no free block of ports between 20000 and 32000');
}
