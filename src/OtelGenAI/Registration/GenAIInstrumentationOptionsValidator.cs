using Microsoft.Extensions.Options;
using OtelGenAI.Cost;

namespace OtelGenAI.Registration;

/// <summary>Finds every problem of the options at once, before anything is recorded with them.</summary>
internal sealed class GenAIInstrumentationOptionsValidator : IValidateOptions<GenAIInstrumentationOptions>
{
    public ValidateOptionsResult Validate(string? name, GenAIInstrumentationOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        if (options.MaxContentBytes < 256)
        {
            problems.AddError("must be at least 256 bytes, or nothing fits.", nameof(options.MaxContentBytes));
        }

        if (options.StoreContentOverBytes < 0)
        {
            problems.AddError("may not be less than 0.", nameof(options.StoreContentOverBytes));
        }

        if (options.AdditionalSources.Any(string.IsNullOrWhiteSpace))
        {
            problems.AddError("may not contain an empty name.", nameof(options.AdditionalSources));
        }

        if (!Enum.IsDefined(options.CaptureContent))
        {
            problems.AddError($"has no mode {options.CaptureContent}.", nameof(options.CaptureContent));
        }

        if (!Enum.IsDefined(options.ConventionsVersion))
        {
            problems.AddError($"has no version {options.ConventionsVersion}.", nameof(options.ConventionsVersion));
        }

        if (!Enum.IsDefined(options.BaggageScope))
        {
            problems.AddError($"has no scope {options.BaggageScope}.", nameof(options.BaggageScope));
        }

        if ((options.CaptureKinds & ~GenAIContentKinds.All) != 0)
        {
            problems.AddError($"has no kinds {options.CaptureKinds & ~GenAIContentKinds.All}.", nameof(options.CaptureKinds));
        }

        if ((options.RedactPii & ~GenAIPiiRules.All) != 0)
        {
            problems.AddError($"has no rules {options.RedactPii & ~GenAIPiiRules.All}.", nameof(options.RedactPii));
        }

        try
        {
            _ = CallCosts.BookOf(options);
        }
        catch (FormatException exception)
        {
            problems.AddError(exception.Message, nameof(options.PriceFile));
        }

        return problems.Build();
    }
}
