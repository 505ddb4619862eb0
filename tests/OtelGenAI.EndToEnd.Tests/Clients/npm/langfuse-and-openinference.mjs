// A wrapper around a client that is instrumented as well: of a streamed answer the outer one knows the tokens and the inner one does not.
import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai';
import { observeOpenAI } from '@langfuse/openai';
import { LangfuseSpanProcessor } from '@langfuse/otel';
import OpenAI from 'openai';
import { callOpenAI } from './openai-calls.mjs';
import { otlp, provider, run, start } from './otel.mjs';

const providers = start('langfuse-and-openinference', [
  new LangfuseSpanProcessor({ publicKey: 'pk', secretKey: 'sk', baseUrl: otlp, shouldExportSpan: () => true }),
]);
new OpenAIInstrumentation({ tracerProvider: providers.tracers }).manuallyInstrument(OpenAI);
await run(providers, () => callOpenAI(observeOpenAI(new OpenAI({ baseURL: `${provider}/v1`, apiKey: 'key' }))));
