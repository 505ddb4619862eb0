using OtelGenAI.Storage.Tests.Sqlite.Processes;

// The test runner loads this assembly as a library. Tests start it as a program, to have a process that they can kill.
return await StoreProcess.RunAsync(args);
