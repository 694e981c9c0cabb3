// An MCP server of our own with everything that the conformance suite calls for, in both eras on one endpoint: 2026-07-28
// without sessions, the older revisions with sessions and resumable streams.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import {
  createMcpHandler,
  isLegacyRequest,
  localhostAllowedHostnames,
  hostHeaderValidationResponse,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { fixtures } from './fixtures.mjs';

const modern = createMcpHandler(() => fixtures(modern?.notify), { legacy: 'reject' });
const sessions = new Map();

async function legacy(request) {
  const known = sessions.get(request.headers.get('mcp-session-id'));
  if (known) return known.handleRequest(request);
  const transport = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => sessions.set(id, transport),
    onsessionclosed: (id) => sessions.delete(id),
    eventStore: eventStore(),
    retryInterval: 50,
  });
  await fixtures().connect(transport);
  // Without a session only `initialize` is good; a session that is not, or no longer, known must be answered 404.
  return request.headers.has('mcp-session-id')
    ? Response.json({ jsonrpc: '2.0', id: null, error: { code: -32001, message: 'Session not found' } }, { status: 404 })
    : transport.handleRequest(request);
}

// What was sent on the streams of one session, so that a client can take one up again where it broke off.
function eventStore() {
  const events = [];
  return {
    async storeEvent(stream, message) {
      events.push({ stream, message });
      return `${stream}_${events.length}`;
    },
    async replayEventsAfter(last, { send }) {
      const from = Number(last.slice(last.lastIndexOf('_') + 1));
      const stream = events[from - 1].stream;
      for (let i = from; i < events.length; i++) {
        const { message } = events[i];
        if (events[i].stream === stream && message.jsonrpc) await send(`${stream}_${i + 1}`, message);
      }
      return stream;
    },
  };
}

async function serve(request) {
  const foreign = hostHeaderValidationResponse(request, localhostAllowedHostnames());
  if (foreign) return foreign;
  return (await isLegacyRequest(request)) ? legacy(request) : modern.fetch(request);
}

createServer(getRequestListener(serve)).listen();
