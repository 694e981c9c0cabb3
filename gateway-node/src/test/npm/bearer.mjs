// Preloaded into the conformance suite, which has no option for it: adds the grant's token to each request to the
// server under test. Nothing stands between the suite and that server, so no byte of an answer is touched.
import { subscribe } from 'node:diagnostics_channel';

const { PARTY_ORIGIN: origin, PARTY_TOKEN: token } = process.env;
const { host } = new URL(origin);
const authorization = `Bearer ${token}`;

// By `fetch` and undici, which most scenarios use. Their origin is where they connect to, whatever the Host header says.
subscribe('undici:request:create', ({ request }) => {
  if (String(request.origin) === origin) request.addHeader('authorization', authorization);
});

// By `node:http`, which the scenarios about headers use.
subscribe('http.client.request.created', ({ request }) => {
  if (request.getHeader('host') === host) request.setHeader('authorization', authorization);
});
