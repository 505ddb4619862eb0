// Traceloop's instrumentation of the OpenAI SDK (OpenLLMetry).
import { OpenAIInstrumentation } from '@traceloop/instrumentation-openai';
import OpenAI from 'openai';
import { callOpenAI } from './openai-calls.mjs';
import { provider, run, start } from './otel.mjs';

const providers = start('traceloop');
const instrumentation = new OpenAIInstrumentation();
instrumentation.setTracerProvider(providers.tracers);
instrumentation.manuallyInstrument(OpenAI);
await run(providers, () => callOpenAI(new OpenAI({ baseURL: `${provider}/v1`, apiKey: 'key' })));
