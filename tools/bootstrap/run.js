// The entry point of every npm command. It must load on any Node version, so everything else is imported after the check.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 11)) {
  const isKorean = /^ko/.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '');
  console.error(
    isKorean
      ? `Node 20.11 이상이 필요해요. 지금은 ${process.versions.node}이에요.`
      : `Maru needs Node 20.11 or newer; this is ${process.versions.node}.`,
  );
  process.exit(1);
}
void import('./command.js').then(({ runCommand }) => runCommand(process.argv.slice(2)));
