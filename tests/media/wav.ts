/** Creates a WAV (8 kHz, 16 bits, mono) of a tone; `pitch` in Hz changes its bytes. */
export function wavOf(seconds: number, pitch = 220 + Math.random() * 400): Buffer {
  const rate = 8000;
  const samples = Math.round(seconds * rate);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + 2 * samples, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(2 * rate, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(2 * samples, 40);
  const body = Buffer.alloc(2 * samples);
  for (let i = 0; i < samples; i++)
    body.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * pitch * i) / rate)), 2 * i);
  return Buffer.concat([head, body]);
}
