"""Outside knowledge as versioned artefacts: gazetteer, boundaries, basemap, conflict packs, coding schemes."""
