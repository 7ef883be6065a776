"""The product's WSGI application with the layers of ``map_world`` in the place of its own."""

from django.conf import settings

import rollout.wsgi
from bench import map_world

application = rollout.wsgi.application

settings.ROOT_URLCONF = "bench.map_world"
# Built before the workers are made, which share them: the product keeps its layers too.
for count in map_world.SIZES:
    for cut in (True, False):
        map_world.points(count, cut)
    map_world.names(count)
map_world.cluster_script()
