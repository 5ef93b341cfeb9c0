// Preloaded into firebase-tools: it ends when the command that started it was killed, so that the next run has the project to itself.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();
