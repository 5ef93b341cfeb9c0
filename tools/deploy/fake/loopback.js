// Preloaded into a child process (NODE_OPTIONS=--import): Google's host names lead to the fake, every other host is refused.
import net from 'node:net';

/** @typedef {{ host?: string, port?: number | string, path?: string }} Target */

const FAKED = /(^|\.)(googleapis\.com|cloudfunctions\.net|run\.app|web\.app|firebaseapp\.com)$/;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** @type {{ connect: (this: net.Socket, ...all: any[]) => net.Socket }} */
const sockets = net.Socket.prototype;
const { connect } = sockets;

/** Where a call of `connect` leads. Node itself passes an array: options and listener. @param {unknown[]} all @returns {Target} */
function targetOf([first, second]) {
  if (Array.isArray(first)) return targetOf(first);
  if (typeof first === 'object' && first !== null) return first;
  return { port: String(first), ...(typeof second === 'string' && { host: second }) };
}

sockets.connect = function (...all) {
  const target = targetOf(all);
  const { host, port } = target;
  if (host !== undefined && FAKED.test(host) && String(port) === process.env['MARU_FAKE_PORT'])
    target.host = '127.0.0.1';
  else if (host !== undefined && !LOOPBACK.test(host)) {
    const error = new Error(`the fake refuses a connection to ${host}:${String(port)}`);
    process.nextTick(() => this.destroy(Object.assign(error, { code: 'ECONNREFUSED' })));
    return this;
  }
  return Reflect.apply(connect, this, all);
};
