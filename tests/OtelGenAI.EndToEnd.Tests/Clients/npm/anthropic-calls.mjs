// What an application does with the Anthropic SDK: the same question, answered whole and in pieces.
export async function callAnthropic(anthropic) {
  const request = { model: 'claude-sonnet-4-5', max_tokens: 100, messages: [{ role: 'user', content: 'Say hello.' }] };
  await anthropic.messages.create(request);
  for await (const _ of await anthropic.messages.create({ ...request, stream: true }));
}
