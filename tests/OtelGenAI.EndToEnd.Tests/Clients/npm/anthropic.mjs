// The Anthropic SDK alone: it makes spans of its own when there is a provider to give them to.
import Anthropic from '@anthropic-ai/sdk';
import { callAnthropic } from './anthropic-calls.mjs';
import { provider, run, start } from './otel.mjs';

await run(start('anthropic'), () => callAnthropic(new Anthropic({ baseURL: provider, apiKey: 'key' })));
