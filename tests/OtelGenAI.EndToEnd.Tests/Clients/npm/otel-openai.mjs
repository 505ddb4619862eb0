// OpenTelemetry's instrumentation of the OpenAI SDK, with content, which it puts into log records.
import { createRequire } from 'node:module';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { OpenAIInstrumentation } from '@opentelemetry/instrumentation-openai';
import { callOpenAI } from './openai-calls.mjs';
import { provider, run, start } from './otel.mjs';

const providers = start('otel-openai');
registerInstrumentations({ instrumentations: [new OpenAIInstrumentation({ captureMessageContent: true })], tracerProvider: providers.tracers, loggerProvider: providers.loggers });
const { OpenAI } = createRequire(import.meta.url)('openai');
await run(providers, () => callOpenAI(new OpenAI({ baseURL: `${provider}/v1`, apiKey: 'key' })));
