"""A workbook: read me, code book, a sheet for each resource, and the annexes as printed."""
