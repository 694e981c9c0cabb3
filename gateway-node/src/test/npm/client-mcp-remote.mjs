// A client that only speaks stdio, behind mcp-remote, which carries it to HTTP.
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { exercise, identity, token, url } from './exercise.mjs';

const proxy = fileURLToPath(new URL('node_modules/mcp-remote/dist/proxy.js', import.meta.url));
const transport = new StdioClientTransport({
  command: process.execPath,
  args: [proxy, url, '--transport', 'http-only', '--header', 'Authorization:Bearer ${PARTY_TOKEN}'],
  env: { ...process.env, PARTY_TOKEN: token, MCP_REMOTE_CONFIG_DIR: process.cwd() },
});
await exercise(new Client(identity), transport);
