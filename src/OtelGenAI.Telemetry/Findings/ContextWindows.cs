using System.Collections.Frozen;
using OtelGenAI.Pricing;

namespace OtelGenAI.Telemetry.Findings;

/// <summary>How many tokens models read at once. A model that is not here is not judged.</summary>
/// <remarks>
/// Each figure has the public tables it was read from on 2026-11-20. Where the two do not agree (by more than a rounding) the model is left out:
/// claude-opus-4-6 and claude-sonnet-4-5, o1, deepseek-chat and -reasoner, kimi-k2, devstral-medium, mistral-large, -medium and -small without a date.
/// </remarks>
internal static class ContextWindows
{
    private const string GenAIPrices = "genai-prices 2026-08-21";
    private const string ModelsDev = "models.dev 2026-07-02";
    private const string Both = GenAIPrices + " and " + ModelsDev;

    private static readonly (long Tokens, string Source, string Models)[] Table =
    [
        (8_000, ModelsDev, "open-mistral-7b"),
        (8_192, Both, "gpt-4"),
        (8_192, GenAIPrices, "moonshot-v1-8k"),
        (16_385, Both, "gpt-3.5-turbo"),
        (16_385, GenAIPrices, "gpt-3.5-turbo-16k gpt-3.5-turbo-instruct"),
        (32_000, GenAIPrices, "gpt-4-32k"),
        (32_000, ModelsDev, "open-mixtral-8x7b"),
        (32_768, GenAIPrices, "gemini-1.0-pro-vision gemini-pro grok-2 grok-2-vision moonshot-v1-32k"),
        (64_000, ModelsDev, "open-mixtral-8x22b"),
        (128_000, Both, "gpt-4-turbo gpt-4o gpt-4o-mini"),
        (128_000, GenAIPrices, "gpt-4-vision gpt-5.3 o1-mini"),
        (128_000, ModelsDev, "command-a-vision command-r command-r-plus command-r7b command-r7b-arabic devstral-medium-2507 devstral-small"),
        (128_000, ModelsDev, "gpt-5.1-chat gpt-5.2-chat gpt-5.3-chat gpt-5.3-codex-spark magistral-medium magistral-small ministral-3b ministral-8b"),
        (128_000, ModelsDev, "mistral-nemo mistral-small-2506 open-mistral-nemo pixtral-12b pixtral-large sonar sonar-deep-research"),
        (128_000, ModelsDev, "sonar-reasoning-pro"),
        (131_072, Both, "kimi-k2-0711-preview"),
        (131_072, GenAIPrices, "grok-3 grok-3-fast grok-3-mini grok-3-mini-fast moonshot-v1-128k"),
        (131_072, ModelsDev, "mistral-large-2411 mistral-medium-2505"),
        (200_000, Both, "claude-3-5-sonnet claude-3-7-sonnet claude-3-haiku claude-3-opus claude-3-sonnet claude-haiku-4-5 claude-opus-4-0"),
        (200_000, Both, "claude-opus-4-1 claude-opus-4-5 claude-sonnet-4-0"),
        (200_000, GenAIPrices, "claude-2 claude-3-5-haiku"),
        (200_000, ModelsDev, "claude-opus-4 claude-sonnet-4 o1-pro o3 o3-deep-research o3-mini o3-pro o4-mini o4-mini-deep-research sonar-pro"),
        (256_000, GenAIPrices, "grok-4 grok-code-fast-1"),
        (256_000, ModelsDev, "codestral command-a command-a-reasoning grok-build-0.1 labs-devstral-small mistral-small-2603 mistral-small-latest"),
        (262_144, Both, "kimi-k2-0905-preview kimi-k2-thinking kimi-k2-thinking-turbo kimi-k2-turbo kimi-k2.5 kimi-k2.6"),
        (262_144, GenAIPrices, "kimi-k2.7-code"),
        (262_144, ModelsDev, "devstral devstral-medium-latest gemma-4-26b-a4b-it gemma-4-31b-it mistral-large-2512 mistral-large-latest"),
        (262_144, ModelsDev, "mistral-medium-2508 mistral-medium-2604"),
        (400_000, Both, "gpt-5-mini gpt-5-nano gpt-5-pro gpt-5.1 gpt-5.1-codex-mini gpt-5.2 gpt-5.2-pro gpt-5.3-codex gpt-5.4-mini gpt-5.4-nano"),
        (400_000, GenAIPrices, "gpt-5"),
        (400_000, ModelsDev, "gpt-5-chat gpt-5-codex gpt-5.1-codex gpt-5.1-codex-max gpt-5.2-codex"),
        (500_000, GenAIPrices, "grok-4.5"),
        (1_000_000, Both, "claude-fable-5 claude-opus-4-7 claude-opus-4-8 claude-sonnet-4-6 claude-sonnet-5 deepseek-v4-flash deepseek-v4-pro"),
        (1_000_000, Both, "grok-4.3"),
        (1_000_000, GenAIPrices, "claude-opus-5 gemini-1.5-flash gemini-3.5-flash-lite gemini-3.6-flash gemini-3.7-flash"),
        (1_000_000, ModelsDev, "grok-4.20-0309-non-reasoning grok-4.20-0309-reasoning grok-4.20-multi-agent"),
        (1_047_576, Both, "gpt-4.1 gpt-4.1-mini gpt-4.1-nano"),
        (1_048_576, Both, "gemini-2.0-flash gemini-2.0-flash-lite gemini-2.5-flash-lite gemini-3-flash gemini-3.1-flash-lite gemini-3.5-flash"),
        (1_048_576, GenAIPrices, "kimi-k3"),
        (1_048_576, ModelsDev, "gemini-3-pro gemini-3.1-pro gemini-3.1-pro-preview-customtools gemini-flash gemini-flash-lite"),
        (1_050_000, Both, "gpt-5.4 gpt-5.4-pro gpt-5.5 gpt-5.5-pro"),
        (1_050_000, GenAIPrices, "gpt-5.6-luna gpt-5.6-sol gpt-5.6-terra"),
        (2_000_000, GenAIPrices, "grok-4-1-fast-non-reasoning grok-4-1-fast-reasoning grok-4-fast-non-reasoning grok-4-fast-reasoning"),
    ];

    private static readonly FrozenDictionary<string, ContextWindow> ByModel = Table
        .SelectMany(row => row.Models.Split(' ').Select(model => KeyValuePair.Create(model, new ContextWindow(row.Tokens, row.Source)))).ToFrozenDictionary();

    /// <summary>The window of a model, or <see langword="null"/>.</summary>
    /// <param name="model">As a client names it: what gateways and dates add is left out (<see cref="ModelName"/>).</param>
    public static ContextWindow? Of(string? model)
    {
        foreach (var name in model is null ? [] : ModelName.Candidates(model))
        {
            if (ByModel.TryGetValue(name, out var window))
            {
                return window;
            }
        }

        return null;
    }
}

/// <summary>How much a model reads at once.</summary>
/// <param name="Tokens">Tokens of input and output together.</param>
/// <param name="Source">Where the figure is from.</param>
internal sealed record ContextWindow(long Tokens, string Source);
