"""One module per verb. These rooms parse, call one function and print; nothing else prints."""
