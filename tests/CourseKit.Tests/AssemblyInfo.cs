// Torch's global generator and number of threads belong to the whole process: tests that set them would disturb each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
