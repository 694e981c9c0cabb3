// The TypeScript SDK, version 1: opens with the legacy handshake.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { exercise, headers, identity, url } from './exercise.mjs';

await exercise(new Client(identity), new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
