"""annexes: tables in the annexes of parliamentary answers → an open data package."""
