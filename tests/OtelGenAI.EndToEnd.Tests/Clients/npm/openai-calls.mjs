// What an application does with the OpenAI SDK: a tool call and its answer, the same API streamed, the other API both ways, an embedding.
const tools = [
  {
    type: 'function',
    function: { name: 'get_weather', description: 'Weather of a city', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
  },
];

/** `piece` runs each call whose answer is streamed: some clients want such a call to have a function of its own. */
export async function callOpenAI(openai, piece = work => work()) {
  const model = 'gpt-4.1-mini';
  const messages = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'How is the weather in Paris?' },
  ];
  const asked = await openai.chat.completions.create({ model, messages, tools });
  const call = asked.choices[0].message.tool_calls[0];
  const answered = [...messages, asked.choices[0].message, { role: 'tool', tool_call_id: call.id, content: '{"sky":"sunny"}' }];
  await openai.chat.completions.create({ model, messages: answered, tools });

  const question = [{ role: 'user', content: 'Say hello.' }];
  await piece(async () =>
    drain(await openai.chat.completions.create({ model, messages: question, stream: true, stream_options: { include_usage: true } })),
  );

  await openai.responses.create({ model, instructions: 'Be brief.', input: 'Say hello.' });
  await piece(async () => drain(await openai.responses.create({ model, input: 'Say hello.', stream: true })));

  await openai.embeddings.create({ model: 'text-embedding-3-small', input: 'hello' });
}

async function drain(stream) {
  for await (const _ of stream);
}
