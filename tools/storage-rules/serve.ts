import { StringDecoder } from 'node:string_decoder';
import { GREETING, startSession, type Message } from './wire/session.ts';

/**
 * Responds to each line of stdin with a line of stdout. `readline` would also split at U+2028, which JSON allows in strings. An unexpected
 * exception is sent as an error, which denies, so that no request waits forever.
 */
function main(): void {
  const respond = startSession();
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const write = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);
  const handle = (line: string) => {
    const message = JSON.parse(line) as Message;
    try {
      write(respond(message));
    } catch (error) {
      write({ id: message.id, status: 'ok', errors: [`storage rules: ${String(error)}`], warnings: [] });
    }
  };
  process.stdin.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') handle(line);
  });
  process.stdin.on('end', () => process.exit(0));
  write(GREETING);
}

main();
