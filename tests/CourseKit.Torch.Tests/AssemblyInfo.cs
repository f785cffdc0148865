// One random stream serves the whole process, so that tests that draw from it must not run side by side.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
