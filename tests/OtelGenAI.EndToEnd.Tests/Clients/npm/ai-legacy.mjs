// The Vercel AI SDK with the exporter that writes what versions up to 6 wrote.
import { LegacyOpenTelemetry } from '@ai-sdk/otel';
import { registerTelemetry } from 'ai';
import { callWithAISDK } from './ai-calls.mjs';
import { run, start } from './otel.mjs';

const providers = start('ai-legacy');
registerTelemetry(new LegacyOpenTelemetry());
await run(providers, callWithAISDK);
