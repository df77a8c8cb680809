"""What every room stands on: errors, child processes with limits, storage, texts in two languages."""
