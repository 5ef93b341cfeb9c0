/** How tests start Chromium: as a closed network wants it, nothing of its own goes out; as root without its sandbox. */
export const CHROMIUM = {
  executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
  headless: true,
  // Where the locale knows no Hangul, a download loses its Korean name.
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
