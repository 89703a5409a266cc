"""What Linux does for a run: sees all that it reads, stops what it may not do.

`landlock`, `namespaces` and `seccomp` are asked for by the run's own process before its first
statement; `watcher` answers in the process that started it. `calls` has the numbers.
`memory` makes it cheap to begin.
"""
