"""What every room stands on: errors, child processes with limits, files, texts, SQL."""
