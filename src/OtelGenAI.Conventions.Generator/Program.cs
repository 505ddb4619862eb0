using OtelGenAI.Conventions.Generator.Registry;
using OtelGenAI.Conventions.Generator.Rendering;

namespace OtelGenAI.Conventions.Generator;

/// <summary>Reads a folder of convention files and writes the C# that stands for them.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is not [var registryFolder, var outputFolder])
        {
            Console.Error.WriteLine("usage: OtelGenAI.Conventions.Generator <registry folder> <output folder>");
            return 2;
        }

        var loaded = RegistryLoader.LoadFolder(registryFolder);
        if (loaded.Problems.Count > 0)
        {
            foreach (var problem in loaded.Problems)
            {
                Console.Error.WriteLine(problem);
            }

            return 1;
        }

        var changed = GeneratedFolder.Write(outputFolder, GeneratedCode.Render(loaded.Registry));
        Console.WriteLine($"{changed} generated files changed in {outputFolder}");
        return 0;
    }
}
