using Microsoft.Extensions.Options;

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

        if (options.AdditionalSources.Any(string.IsNullOrWhiteSpace))
        {
            problems.AddError("may not contain an empty name.", nameof(options.AdditionalSources));
        }

        if (!Enum.IsDefined(options.CaptureContent))
        {
            problems.AddError($"has no mode {options.CaptureContent}.", nameof(options.CaptureContent));
        }

        return problems.Build();
    }
}
