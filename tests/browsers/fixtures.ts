import { writeFile } from 'node:fs/promises';
import { test as base } from '@playwright/test';
import { missing, startBrowser, WEBKIT, type BrowserKind } from './browsers.ts';
import { Device } from './device.ts';
import { startNetwork, type Network } from './network.ts';

interface Fixtures {
  /** The browser of the project. */
  kind: BrowserKind;
  network: Network;
  /** A new device with this browser, behind `network`; without the browser the test is skipped. */
  device: Device;
}

export const test = base.extend<Fixtures>({
  kind: [WEBKIT, { option: true }],
  // Playwright reads the fixtures that one needs from its first parameter.
  // eslint-disable-next-line no-empty-pattern
  network: async ({}, use) => {
    const network = await startNetwork();
    await use(network);
    await network.cut();
  },
  device: async ({ kind, network }, use, info) => {
    const skipIf = (reason: string | undefined): void => {
      if (reason !== undefined) console.log(`${kind.name}: skipped, ${reason}`);
      info.skip(reason !== undefined, reason);
    };
    skipIf(missing(kind));
    const { driver, close } = await startBrowser(kind, network.port);
    const device = new Device(driver);
    const support = await device.run(() =>
      document.createElement('video').canPlayType('video/mp4; codecs="avc1.42E01E, mp4a.40.2"'),
    );
    if (support === '') await close();
    skipIf(support === '' ? 'not installed: decoders of H.264 and AAC (docs/emulators.md)' : undefined);
    await use(device);
    if (info.status !== info.expectedStatus) await writeFile(info.outputPath('failed.png'), await device.screenshot());
    await close();
  },
});
