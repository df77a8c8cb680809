"""The facts as a catalogue in RDF: DCAT-AP.de 3.0, the profile of German portals."""
