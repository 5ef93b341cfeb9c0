import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Builder, type WebDriver } from 'selenium-webdriver';
import { onPath, output } from '../../tools/bootstrap/shell.js';
import { HOST } from '../../tools/emulators/ports.ts';
import { waitFor } from '../harness.ts';

/** A browser that the tests drive by WebDriver. */
export interface BrowserKind {
  readonly name: string;
  /** The programs that must be on PATH: the driver first. */
  readonly programs: readonly string[];
  /** What else it needs, if that is absent. */
  readonly lacks?: () => string | undefined;
  /** Further arguments of the driver. */
  readonly driverArguments?: () => Promise<readonly string[]>;
  /** Whether it needs a display. */
  readonly needsDisplay: boolean;
  /** The capabilities of a session, except for the proxy. */
  readonly capabilities: () => Record<string, unknown>;
  /** Gives the page the size of a phone, where the window does not have it. */
  readonly resize?: (driver: WebDriver) => Promise<void>;
}

const PHONE = { width: 360, height: 740 };
const WINDOW = join(import.meta.dirname, 'webkit-window.py');

export const WEBKIT: BrowserKind = {
  name: 'WebKitGTK',
  programs: ['WebKitWebDriver', 'Xvfb'],
  lacks: () => (output(WINDOW, ['--check']) === undefined ? 'GTK and WebKitGTK for Python' : undefined),
  needsDisplay: true,
  capabilities: () => ({
    browserName: 'WebKitGTK',
    'webkitgtk:browserOptions': { binary: WINDOW, args: [PHONE.width, PHONE.height].map(String) },
  }),
};

export const FIREFOX: BrowserKind = {
  name: 'Firefox',
  programs: ['geckodriver', 'firefox-esr'],
  driverArguments: async () => [`--websocket-port=${String(await freePort())}`],
  needsDisplay: false,
  capabilities: () => ({
    browserName: 'firefox',
    webSocketUrl: true,
    'moz:firefoxOptions': {
      binary: onPath(['firefox-esr']),
      args: ['-headless'],
      prefs: {
        'intl.accept_languages': 'ko-KR',
        // Otherwise 127.0.0.1 is reached directly, always or when the proxy refuses.
        'network.proxy.allow_hijacking_localhost': true,
        'network.proxy.failover_direct': false,
      },
    },
  }),
  // Its window is at least 450 px wide.
  resize: async (driver) => {
    const bidi = await driver.getBidi();
    const context = await driver.getWindowHandle();
    await bidi.send({ method: 'browsingContext.setViewport', params: { context, viewport: PHONE } });
  },
};

/** Why this browser cannot be driven here, or undefined. */
export function missing({ programs, lacks }: BrowserKind): string | undefined {
  const absent = [...programs.filter((one) => onPath([one]) === undefined), lacks?.() ?? []].flat();
  return absent.length > 0 ? `not installed: ${absent.join(', ')} (docs/emulators.md)` : undefined;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Starts a virtual display; resolves with its name. */
async function startDisplay(processes: ChildProcess[]): Promise<string> {
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  processes.push(server);
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  return `:${line}`;
}

/** A running browser. */
export interface Session {
  driver: WebDriver;
  close: () => Promise<void>;
}

/** Starts a browser with an empty profile, behind the proxy on `proxyPort`. */
export async function startBrowser(kind: BrowserKind, proxyPort: number): Promise<Session> {
  const processes: ChildProcess[] = [];
  const stop = (): void => {
    for (const one of processes.toReversed()) one.kill();
  };
  process.once('exit', stop);
  try {
    const env = { ...process.env, TZ: 'Asia/Seoul' };
    if (kind.needsDisplay) Object.assign(env, { DISPLAY: await startDisplay(processes), GDK_BACKEND: 'x11' });
    const port = await freePort();
    const args = [`--port=${String(port)}`, ...((await kind.driverArguments?.()) ?? [])];
    const [program = ''] = kind.programs;
    processes.push(spawn(program, args, { env, stdio: 'ignore' }));
    const url = `http://${HOST}:${String(port)}`;
    await waitFor(`${program} answers`, () =>
      fetch(`${url}/status`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    const proxy = { proxyType: 'manual', httpProxy: `${HOST}:${String(proxyPort)}` };
    const driver = await new Builder()
      .usingServer(url)
      .withCapabilities({ ...kind.capabilities(), proxy })
      .build();
    await kind.resize?.(driver);
    return {
      driver,
      close: async () => {
        await driver.quit().finally(stop);
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}
