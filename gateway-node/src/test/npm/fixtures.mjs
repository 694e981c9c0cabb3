// What the conformance suite calls: the tools, resources and prompts whose names start with `test`.
import {
  acceptedContent,
  createRequestStateCodec,
  fromJsonSchema,
  inputRequired,
  inputResponse,
  McpServer,
  CLIENT_CAPABILITIES_META_KEY,
  ResourceTemplate,
} from '@modelcontextprotocol/server';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';
const text = (value) => ({ content: [{ type: 'text', text: value }] });
const object = (properties, required = Object.keys(properties)) => ({ type: 'object', properties, required });
const elicit = (message, properties) => inputRequired.elicit({ message, requestedSchema: object(properties) });
const ask = (prompt, maxTokens) =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text: prompt } }], maxTokens });
const pause = (ms) => new Promise((resume) => setTimeout(resume, ms));
const states = createRequestStateCodec({ key: crypto.getRandomValues(new Uint8Array(32)) });
const capabilities = (ctx) => ctx.mcpReq.envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? {};

export function fixtures(notify) {
  const server = new McpServer(
    { name: 'fixtures', version: '1' },
    {
      capabilities: {
        logging: {},
        completions: {},
        tools: { listChanged: true },
        prompts: { listChanged: true },
        resources: { subscribe: true, listChanged: true },
      },
      requestState: { verify: states.verify },
    },
  );
  const tool = (name, run, schema = { type: 'object' }) =>
    server.registerTool(name, { description: `Fixture ${name}`, inputSchema: fromJsonSchema(schema) }, run);

  contents(tool);
  conversations(tool);
  rounds(tool);
  schemas(tool);
  tool('test_trigger_tool_change', () => (notify?.toolsChanged(), text('changed')));
  tool('test_trigger_prompt_change', () => (notify?.promptsChanged(), text('changed')));
  resources(server);
  prompts(server);
  server.server.setRequestHandler('completion/complete', () => ({ completion: { values: ['test'], hasMore: false } }));
  return server;
}

function contents(tool) {
  const image = { type: 'image', data: PNG, mimeType: 'image/png' };
  const resource = (uri, mimeType, value) => ({ type: 'resource', resource: { uri, mimeType, text: value } });
  tool('test_simple_text', () => text('This is a simple text response for testing.'));
  tool('test_image_content', () => ({ content: [image] }));
  tool('test_audio_content', () => ({ content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }] }));
  tool('test_embedded_resource', () => ({
    content: [resource('test://embedded-resource', 'text/plain', 'This is an embedded resource content.')],
  }));
  tool('test_multiple_content_types', () => ({
    content: [
      { type: 'text', text: 'Multiple content types test:' },
      image,
      resource('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
    ],
  }));
  tool('test_error_handling', () => {
    throw new Error('This tool intentionally returns an error for testing');
  });
}

// Tools that talk to the client while they run.
function conversations(tool) {
  tool('test_tool_with_logging', async (_, ctx) => {
    for (const stage of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      await ctx.mcpReq.log('info', stage);
    }
    return text('logged');
  });
  tool('test_logging_tool', async (_, ctx) => (await ctx.mcpReq.log('info', 'a line'), text('logged')));
  tool('test_tool_with_progress', async (_, ctx) => {
    const progressToken = ctx.mcpReq._meta?.progressToken;
    for (const progress of progressToken === undefined ? [] : [0, 50, 100]) {
      const params = { progressToken, progress, total: 100 };
      await ctx.mcpReq.notify({ method: 'notifications/progress', params });
      await pause(20);
    }
    return text('done');
  });
  tool(
    'test_sampling',
    async ({ prompt }, ctx) => {
      const messages = [{ role: 'user', content: { type: 'text', text: prompt } }];
      const answer = await ctx.mcpReq.requestSampling({ messages, maxTokens: 100 });
      return text(`LLM response: ${answer.content.text}`);
    },
    object({ prompt: { type: 'string' } }),
  );
  const elicitation = async (ctx, message, properties, required) => {
    const requestedSchema = object(properties, required);
    const { action, content } = await ctx.mcpReq.elicitInput({ message, requestedSchema });
    return text(`Elicitation completed: action=${action}, content=${JSON.stringify(content)}`);
  };
  tool(
    'test_elicitation',
    ({ message }, ctx) => elicitation(ctx, message, { username: { type: 'string' }, email: { type: 'string' } }),
    object({ message: { type: 'string' } }),
  );
  tool('test_elicitation_sep1034_defaults', (_, ctx) =>
    elicitation(ctx, 'With defaults', {
      name: { type: 'string', default: 'John Doe' },
      age: { type: 'integer', default: 30 },
      score: { type: 'number', default: 95.5 },
      status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
      verified: { type: 'boolean', default: true },
    }),
  );
  const titled = [1, 2, 3].map((n) => ({ const: `value${n}`, title: `Title ${n}` }));
  const plain = { type: 'string', enum: ['option1', 'option2', 'option3'] };
  tool('test_elicitation_sep1330_enums', (_, ctx) =>
    elicitation(
      ctx,
      'Every kind of choice',
      {
        untitledSingle: plain,
        titledSingle: { type: 'string', oneOf: titled },
        legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['One', 'Two', 'Three'] },
        untitledMulti: { type: 'array', items: plain },
        titledMulti: { type: 'array', items: { anyOf: titled } },
      },
      [],
    ),
  );
  tool('test_reconnection', async (_, ctx) => {
    ctx.http?.closeSSE?.();
    await pause(100);
    return text('after the stream was closed');
  });
}

// Tools of the modern era that ask for input by their result and are called again with it.
function rounds(tool) {
  const user = () => elicit('What is your name?', { name: { type: 'string' } });
  const confirm = () => elicit('Please confirm', { ok: { type: 'boolean' } });
  const answers = (ctx, key) => acceptedContent(ctx.mcpReq.inputResponses, key);

  const greet = (_, ctx) => {
    const { name } = answers(ctx, 'user_name') ?? {};
    return typeof name === 'string' ? text(`Hello, ${name}!`) : inputRequired({ inputRequests: { user_name: user() } });
  };
  tool('test_input_required_result_elicitation', greet);
  tool('test_streaming_elicitation', greet);
  tool('test_input_required_result_sampling', (_, ctx) => {
    const answer = inputResponse(ctx.mcpReq.inputResponses, 'capital_question');
    if (answer.kind === 'sampling') return text(answer.result.content.text);
    return inputRequired({ inputRequests: { capital_question: ask('What is the capital of France?', 100) } });
  });
  tool('test_input_required_result_list_roots', (_, ctx) => {
    const answer = inputResponse(ctx.mcpReq.inputResponses, 'client_roots');
    if (answer.kind === 'roots') return text(answer.roots.map((root) => root.uri).join());
    return inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } });
  });
  const confirmed = async (_, ctx) => {
    const state = ctx.mcpReq.requestState();
    if (answers(ctx, 'confirm') && state?.step === 1) return text('state-ok');
    return inputRequired({ inputRequests: { confirm: confirm() }, requestState: await states.mint({ step: 1 }) });
  };
  tool('test_input_required_result_request_state', confirmed);
  tool('test_input_required_result_tampered_state', confirmed);
  tool('test_input_required_result_multiple_inputs', async (_, ctx) => {
    if (Object.keys(ctx.mcpReq.inputResponses ?? {}).length >= 3) return text('all there');
    const inputRequests = {
      user_name: user(),
      greeting: ask('Generate a greeting', 50),
      client_roots: inputRequired.listRoots(),
    };
    return inputRequired({ inputRequests, requestState: await states.mint({ step: 1 }) });
  });
  tool('test_input_required_result_multi_round', async (_, ctx) => {
    const step = ctx.mcpReq.requestState()?.step ?? 0;
    if (step === 2 && answers(ctx, 'step2')) return text('both steps done');
    const inputRequests =
      step >= 1 && answers(ctx, 'step1')
        ? { step2: elicit('Step 2: What is your favorite color?', { color: { type: 'string' } }) }
        : { step1: elicit('Step 1: What is your name?', { name: { type: 'string' } }) };
    return inputRequired({ inputRequests, requestState: await states.mint({ step: 'step2' in inputRequests ? 2 : 1 }) });
  });
  tool('test_input_required_result_capabilities', (_, ctx) => {
    const declared = capabilities(ctx);
    const inputRequests = {};
    if (declared.elicitation) inputRequests.user_name = user();
    if (declared.sampling) inputRequests.greeting = ask('Generate a greeting', 50);
    return Object.keys(inputRequests).length ? inputRequired({ inputRequests }) : text('nothing can be asked');
  });
  // Asks without a look at what the client declared: the SDK answers that with the error of a missing capability.
  tool('test_missing_capability', () => inputRequired({ inputRequests: { greeting: ask('Generate a greeting', 50) } }));
}

function schemas(tool) {
  tool('json_schema_2020_12_tool', () => text('ok'), {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    $defs: {
      address: {
        $anchor: 'addressDef',
        type: 'object',
        properties: { street: { type: 'string' }, city: { type: 'string' } },
      },
    },
    properties: {
      name: { type: 'string' },
      address: { $ref: '#/$defs/address' },
      contactMethod: { type: 'string', enum: ['phone', 'email'] },
      phone: { type: 'string' },
      email: { type: 'string' },
    },
    allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
    if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
    then: { required: ['phone'] },
    else: { required: ['email'] },
    additionalProperties: false,
  });
  tool(
    'test_custom_headers',
    ({ region }) => text(region ?? 'none'),
    object({ region: { type: 'string', 'x-mcp-header': 'Region' } }, []),
  );
}

function resources(server) {
  const subscribed = new Set();
  server.registerResource(
    'static-text',
    'test://static-text',
    { description: 'A text', mimeType: 'text/plain' },
    ({ href }) => ({
      contents: [{ uri: href, mimeType: 'text/plain', text: 'This is the content of the static text resource.' }],
    }),
  );
  server.registerResource(
    'static-binary',
    'test://static-binary',
    { description: 'A picture', mimeType: 'image/png' },
    ({ href }) => ({ contents: [{ uri: href, mimeType: 'image/png', blob: PNG }] }),
  );
  server.registerResource(
    'watched',
    'test://watched-resource',
    { description: 'A text that can be watched', mimeType: 'text/plain' },
    ({ href }) => ({ contents: [{ uri: href, mimeType: 'text/plain', text: 'watched' }] }),
  );
  server.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', { list: undefined }),
    { description: 'By id', mimeType: 'application/json' },
    ({ href }, { id }) => {
      const data = { id, templateTest: true, data: `Data for ID: ${id}` };
      return { contents: [{ uri: href, mimeType: 'application/json', text: JSON.stringify(data) }] };
    },
  );
  server.server.setRequestHandler('resources/subscribe', ({ params }) => (subscribed.add(params.uri), {}));
  server.server.setRequestHandler('resources/unsubscribe', ({ params }) => (subscribed.delete(params.uri), {}));
}

function prompts(server) {
  const message = (content) => ({ role: 'user', content });
  const say = (value) => message({ type: 'text', text: value });
  const prompt = (name, run, properties = {}) => {
    const argsSchema = Object.keys(properties).length ? fromJsonSchema(object(properties)) : undefined;
    server.registerPrompt(name, { description: `Fixture ${name}`, argsSchema }, run);
  };
  const string = { type: 'string' };
  prompt('test_simple_prompt', () => ({ messages: [say('This is a simple prompt for testing.')] }));
  prompt(
    'test_prompt_with_arguments',
    ({ arg1, arg2 }) => ({ messages: [say(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)] }),
    { arg1: string, arg2: string },
  );
  prompt(
    'test_prompt_with_embedded_resource',
    ({ resourceUri: uri }) => {
      const resource = { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' };
      return { messages: [message({ type: 'resource', resource }), say('Please process the embedded resource above.')] };
    },
    { resourceUri: string },
  );
  prompt('test_prompt_with_image', () => {
    const image = { type: 'image', data: PNG, mimeType: 'image/png' };
    return { messages: [message(image), say('Please analyze the image above.')] };
  });
  prompt('test_input_required_result_prompt', (ctx) => {
    const { context } = acceptedContent(ctx.mcpReq.inputResponses, 'user_context') ?? {};
    if (context) return { messages: [say(`With context: ${context}`)] };
    const user_context = elicit('What context should the prompt use?', { context: string });
    return inputRequired({ inputRequests: { user_context } });
  });
}
