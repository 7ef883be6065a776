"""SQL for what the loaded layers say about a plot: how much of it lies inside what they protect, how far a road is.

For a statement that has the plot (EPSG:4326, or NULL) as ``given.plot``; each is a column, an array of arrays of text.
"""

# Each protecting layer that the plot reaches into: name, source, date, m² inside, percent of the plot. Where shapes of
# a layer overlap, the ground counts once; 3 is what PostGIS calls areas.
PROTECTED = """
ARRAY(
    SELECT ARRAY[layer.name, layer.source, coalesce(layer.as_of::text, ''), inside.m2::text,
        (100 * inside.m2 / nullif(ST_Area(given.plot::geography), 0))::text]
    FROM gis_data_overlaylayer layer
    CROSS JOIN LATERAL (
        SELECT ST_Area(ST_Union(ST_CollectionExtract(
            ST_Intersection(feature.geometry, given.plot), 3
        ))::geography) AS m2
        FROM gis_data_overlayfeature feature
        WHERE feature.layer_id = layer.id AND ST_Intersects(feature.geometry, given.plot)
    ) inside
    WHERE layer.protects AND inside.m2 >= 1
    ORDER BY inside.m2 DESC, layer.name
)
"""
# The nearest road and the nearest settlement that are loaded: kind, name of the layer, metres.
NEAREST = """
ARRAY(
    SELECT ARRAY[nearest.kind, nearest.name, nearest.m::text]
    FROM (VALUES ('road'), ('settlement')) AS asked(kind)
    CROSS JOIN LATERAL (
        SELECT layer.kind, layer.name, ST_Distance(feature.geometry::geography, given.plot::geography) AS m
        FROM gis_data_overlayfeature feature JOIN gis_data_overlaylayer layer ON layer.id = feature.layer_id
        WHERE layer.kind = asked.kind AND given.plot IS NOT NULL
        ORDER BY feature.geometry <-> given.plot LIMIT 1
    ) nearest
)
"""
