// Langfuse's SDK: its wrapper of the OpenAI SDK inside its own observations, sent to its own path with its own keys.
import { observeOpenAI } from '@langfuse/openai';
import { LangfuseSpanProcessor } from '@langfuse/otel';
import { startActiveObservation } from '@langfuse/tracing';
import OpenAI from 'openai';
import { callOpenAI } from './openai-calls.mjs';
import { otlp, provider, run, start } from './otel.mjs';

const providers = start('langfuse', [new LangfuseSpanProcessor({ publicKey: 'pk', secretKey: 'sk', baseUrl: otlp, shouldExportSpan: () => true })]);
const openai = observeOpenAI(new OpenAI({ baseURL: `${provider}/v1`, apiKey: 'key' }));
await run(providers, () =>
  startActiveObservation('helper', async agent => {
    agent.update({ input: 'How is the weather in Paris?' });
    await callOpenAI(openai);
    agent.update({ output: 'It is sunny in Paris.' });
  }, { asType: 'agent' }));
