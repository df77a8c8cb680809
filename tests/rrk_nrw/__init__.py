"""The golden tests of the dataset of this repository; no other test knows its figures."""
