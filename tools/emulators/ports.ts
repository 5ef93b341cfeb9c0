import { createServer, type Server } from 'node:net';

/** The ports of the emulators, all on 127.0.0.1. */
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

/** The first port of `npm start`, unless MARU_PORT is set. */
export const DEFAULT_PORT = 4800;

/** The address that the emulators listen on. */
export const HOST = '127.0.0.1';

/** A port is in use. */
export class PortTaken extends Error {
  readonly port: number;
  constructor(port: number) {
    super(`port ${String(port)} is in use`);
    this.port = port;
  }
}

/** Listens on a port; resolves with undefined if it is in use. */
function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen({ host: HOST, port, exclusive: true }, () => {
      resolve(server);
    });
  });
}

/** Whether this port of 127.0.0.1 is free. */
export async function isFree(port: number): Promise<boolean> {
  const probe = await listen(port);
  if (probe) await new Promise((closed) => probe.close(closed));
  return probe !== undefined;
}

/** A block of ports starting at `base`; rejects with PortTaken for the first one in use. */
export async function blockOfPorts(base: number): Promise<EmulatorPorts> {
  const ports = Object.fromEntries(NAMES.map((name, index) => [name, base + index])) as unknown as EmulatorPorts;
  for (const port of Object.values(ports) as number[]) {
    if (!(await isFree(port))) throw new PortTaken(port);
  }
  return ports;
}

// Below the ephemeral ports of every system, so that no outgoing connection takes a port between the check and the start.
const MIN_FREE_PORT = 20_000;
const MAX_FREE_PORT = 32_000;

/** Distance of blocks. The last port of a block is its lock. */
const BLOCK = 20;

/**
 * Returns a block of free ports at a random place. No other call gets the same block while this process lives, in any process: between the choice and
 * the start of the emulators, their ports are still free.
 */
export async function freePorts(random: () => number = Math.random): Promise<EmulatorPorts> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const base = MIN_FREE_PORT + Math.floor((random() * (MAX_FREE_PORT - MIN_FREE_PORT)) / BLOCK) * BLOCK;
    const lock = await listen(base + BLOCK - 1);
    if (!lock) continue;
    try {
      const ports = await blockOfPorts(base);
      lock.unref();
      return ports;
    } catch (error) {
      lock.close();
      if (!(error instanceof PortTaken)) throw error;
    }
  }
  throw new Error('no free block of ports between 20000 and 32000');
}
