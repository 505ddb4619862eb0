// What an application does with the Vercel AI SDK: an agent loop with a tool, a stream, an embedding, and two more providers.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogle } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { embed, generateText, isStepCount, streamText, tool } from 'ai';
import { z } from 'zod';
import { provider } from './otel.mjs';

export async function callWithAISDK() {
  const openai = createOpenAI({ baseURL: `${provider}/v1`, apiKey: 'key' });
  const anthropic = createAnthropic({ baseURL: `${provider}/v1`, apiKey: 'key' });
  const google = createGoogle({ baseURL: `${provider}/v1beta`, apiKey: 'key' });
  const tools = {
    get_weather: tool({ description: 'Weather of a city', inputSchema: z.object({ city: z.string() }), execute: async () => ({ sky: 'sunny' }) }),
  };
  await generateText({
    model: openai.chat('gpt-4.1-mini'),
    tools,
    stopWhen: isStepCount(3),
    instructions: 'Be brief.',
    prompt: 'How is the weather in Paris?',
    telemetry: { functionId: 'weather-agent' },
  });
  await streamText({ model: openai.responses('gpt-4.1-mini'), prompt: 'Say hello.' }).text;
  await embed({ model: openai.embedding('text-embedding-3-small'), value: 'hello' });
  await generateText({ model: anthropic('claude-sonnet-4-5'), prompt: 'Say hello.' });
  await streamText({ model: anthropic('claude-sonnet-4-5'), prompt: 'Say hello.' }).text;
  await generateText({ model: google('gemini-2.5-flash'), prompt: 'Say hello.' });
  await streamText({ model: google('gemini-2.5-flash'), prompt: 'Say hello.' }).text;
}
