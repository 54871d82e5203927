// Most tests start an application with three servers: one at a time, so that two cores suffice.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
