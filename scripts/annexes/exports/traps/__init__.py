"""What R, pandas and spreadsheets make of a package when nobody tells them better."""
