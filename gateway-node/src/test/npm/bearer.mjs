// Preloaded into the conformance suite, which has no option for it: adds the grant's token to each request to the
// server under test. Nothing stands between the suite and that server, so no byte of an answer is touched.
import { subscribe } from 'node:diagnostics_channel';

const { PARTY_ORIGIN: origin, PARTY_TOKEN: token } = process.env;
subscribe('undici:request:create', ({ request }) => {
  if (String(request.origin) === origin) request.addHeader('authorization', `Bearer ${token}`);
});
