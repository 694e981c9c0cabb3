// The TypeScript client, version 2, in the modern era, with a user who is led to a page and says that he has been there.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { exercise, headers, identity, url } from './exercise.mjs';

const client = new Client(identity, {
  versionNegotiation: { mode: 'auto' },
  capabilities: { elicitation: { url: {} } },
});
client.setRequestHandler('elicitation/create', async (request) => {
  console.log(`ASKED ${JSON.stringify(request.params)}`);
  return { action: 'accept' };
});
await exercise(client, new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
