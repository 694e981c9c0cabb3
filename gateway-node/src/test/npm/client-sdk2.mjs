// The TypeScript client, version 2, as it is by default: opens with the legacy handshake.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { exercise, headers, identity, url } from './exercise.mjs';

await exercise(new Client(identity), new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
