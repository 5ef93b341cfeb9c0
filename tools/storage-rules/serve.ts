import { StringDecoder } from 'node:string_decoder';
import { GREETING, startSession, type Message } from './wire/session.ts';

/** One line a message; `readline` would also cut at U+2028, which JSON leaves in strings. */
function main(): void {
  const respond = startSession();
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const write = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);
  process.stdin.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') write(respond(JSON.parse(line) as Message));
  });
  process.stdin.on('end', () => process.exit(0));
  write(GREETING);
}

main();
