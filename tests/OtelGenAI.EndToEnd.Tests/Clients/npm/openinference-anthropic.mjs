// Arize's OpenInference instrumentation of the Anthropic SDK, which makes spans of its own too.
import Anthropic from '@anthropic-ai/sdk';
import { AnthropicInstrumentation } from '@arizeai/openinference-instrumentation-anthropic';
import { callAnthropic } from './anthropic-calls.mjs';
import { provider, run, start } from './otel.mjs';

const providers = start('openinference-anthropic');
const instrumentation = new AnthropicInstrumentation({ tracerProvider: providers.tracers });
instrumentation.manuallyInstrument(Anthropic);
await run(providers, () => callAnthropic(new Anthropic({ baseURL: provider, apiKey: 'key' })));
