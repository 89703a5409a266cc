"""All that was read, and how it hangs together."""
