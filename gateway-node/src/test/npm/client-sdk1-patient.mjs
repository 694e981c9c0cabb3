// The TypeScript SDK, version 1, whose calls ask for progress, and wait as long as there is some.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { exercise, headers, identity, url } from './exercise.mjs';

const client = new Client(identity);
const callTool = client.callTool.bind(client);
client.callTool = (call) =>
  callTool(call, undefined, {
    onprogress: (progress) => console.log(`PROGRESS ${JSON.stringify(progress)}`),
    resetTimeoutOnProgress: true,
  });
await exercise(client, new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
