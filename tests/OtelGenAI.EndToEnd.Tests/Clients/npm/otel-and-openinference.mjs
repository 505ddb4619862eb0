// Two instrumentations of the same SDK at once: one call inside the other.
import { createRequire } from 'node:module';
import { OpenAIInstrumentation as OpenInferenceInstrumentation } from '@arizeai/openinference-instrumentation-openai';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { OpenAIInstrumentation } from '@opentelemetry/instrumentation-openai';
import { callOpenAI } from './openai-calls.mjs';
import { provider, run, start } from './otel.mjs';

const providers = start('otel-and-openinference');
registerInstrumentations({ instrumentations: [new OpenAIInstrumentation(), new OpenInferenceInstrumentation()], tracerProvider: providers.tracers, loggerProvider: providers.loggers });
const { OpenAI } = createRequire(import.meta.url)('openai');
await run(providers, () => callOpenAI(new OpenAI({ baseURL: `${provider}/v1`, apiKey: 'key' })));
