// The TypeScript client, version 2, that asks with server/discover first and speaks 2026-07-28 where it is answered.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { exercise, headers, identity, url } from './exercise.mjs';

const client = new Client(identity, { versionNegotiation: { mode: 'auto' } });
await exercise(client, new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
