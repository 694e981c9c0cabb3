// Preloaded into an MCP server of others: whatever it wants to listen on becomes a free port of the loopback
// interface, and the port is reported on the first line of its own. No port is fixed, picked beforehand or raced for.
import { Server } from 'node:net';

const listen = Server.prototype.listen;
Server.prototype.listen = function (...args) {
  const ready = args.find((arg) => typeof arg === 'function');
  this.once('listening', () => console.error(`LISTENING ${this.address().port}`));
  return listen.call(this, { port: 0, host: '127.0.0.1' }, ready);
};
