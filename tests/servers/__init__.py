"""Real portals on this machine, for tests: CKAN and InvenioRDM, with the databases they need."""
