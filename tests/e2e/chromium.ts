/** Launch options of Chromium: no background traffic; no sandbox when run as root. */
export const CHROMIUM = {
  executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
  headless: true,
  // In the C locale a download loses its Korean name.
  env: { ...process.env, LC_ALL: 'C.UTF-8' },
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
