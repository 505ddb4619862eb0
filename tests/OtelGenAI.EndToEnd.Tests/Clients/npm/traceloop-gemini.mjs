// Traceloop's instrumentation of Google's SDK (OpenLLMetry).
import * as google from '@google/genai';
import { GenAIInstrumentation } from '@traceloop/instrumentation-google-generativeai';
import { callGemini } from './gemini-calls.mjs';
import { provider, run, start } from './otel.mjs';

// A copy, because it replaces the class in what it is given, and a module cannot be changed.
const sdk = { ...google };
const providers = start('traceloop-gemini');
const instrumentation = new GenAIInstrumentation();
instrumentation.setTracerProvider(providers.tracers);
instrumentation.manuallyInstrument(sdk);
await run(providers, () => callGemini(new sdk.GoogleGenAI({ apiKey: 'key', httpOptions: { baseUrl: provider } })));
