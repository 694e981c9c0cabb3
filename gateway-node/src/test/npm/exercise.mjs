// What every JavaScript client of the tests does: lists the tools, makes the calls it was given, one after the other,
// and prints what came back as one line of JSON. The arguments of a script: URL, token, calls as JSON.
export const [url, token, calls] = process.argv.slice(2);
export const headers = { Authorization: `Bearer ${token}` };
export const identity = { name: 'party', version: '1' };

export async function exercise(client, transport) {
  await client.connect(transport);
  const { tools } = await client.listTools();
  const answers = [];
  for (const call of JSON.parse(calls)) answers.push(await answer(client, call));
  const protocol = client.getNegotiatedProtocolVersion?.() ?? transport.protocolVersion ?? '';
  console.log(`TRANSCRIPT ${JSON.stringify({ protocol, tools: tools.map((tool) => tool.name), answers })}`);
  await client.close();
}

async function answer(client, call) {
  try {
    const result = await client.callTool(call);
    const text = result.content.map((part) => part.text ?? '').join('');
    return { kind: result.isError ? 'ERROR_RESULT' : 'RESULT', text };
  } catch (error) {
    return { kind: 'EXCEPTION', text: String(error.message) };
  }
}
