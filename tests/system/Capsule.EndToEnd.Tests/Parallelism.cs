// Each test starts the whole system: one at a time, so that two cores suffice.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
