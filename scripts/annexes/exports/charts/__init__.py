"""The first questions that people ask of the figures, each with a chart, its words and its data."""
