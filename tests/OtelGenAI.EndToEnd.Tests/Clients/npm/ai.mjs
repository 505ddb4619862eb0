// The Vercel AI SDK with its own OpenTelemetry exporter.
import { OpenTelemetry } from '@ai-sdk/otel';
import { registerTelemetry } from 'ai';
import { callWithAISDK } from './ai-calls.mjs';
import { run, start } from './otel.mjs';

const providers = start('ai');
registerTelemetry(new OpenTelemetry());
await run(providers, callWithAISDK);
