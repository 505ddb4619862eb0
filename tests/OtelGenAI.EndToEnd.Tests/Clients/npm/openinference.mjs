// Arize's OpenInference instrumentation of the OpenAI SDK.
import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai';
import OpenAI from 'openai';
import { callOpenAI } from './openai-calls.mjs';
import { provider, run, start } from './otel.mjs';

const providers = start('openinference');
const instrumentation = new OpenAIInstrumentation({ tracerProvider: providers.tracers });
instrumentation.manuallyInstrument(OpenAI);
await run(providers, () => callOpenAI(new OpenAI({ baseURL: `${provider}/v1`, apiKey: 'key' })));
