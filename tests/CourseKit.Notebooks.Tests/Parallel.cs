// The console and the current directory, which sessions use, belong to the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
