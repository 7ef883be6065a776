"""Gunicorn's configuration, for this machine and for production alike: ``gunicorn -c python:rollout.gunicorn_conf``."""

import sys

from rollout import env

bind = env.listing("BIND") or [f"127.0.0.1:{env.integer('PORT', 8000, minimum=1)}"]
workers = env.integer("WEB_WORKERS", 2, minimum=1)
worker_class = "rollout.web_worker.Worker"
threads = env.integer("WEB_THREADS", 4, minimum=1)
timeout = env.integer("WEB_TIMEOUT", 60, minimum=1)
graceful_timeout = 20
keepalive = 5

# Loaded once, before the fork: the workers share its memory, and a fault in the configuration shows at once.
preload_app = True
# The workers' sign of life must not wait for a disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn makes a private file in it
errorlog = "-"
loglevel = env.text("LOG_LEVEL", "WARNING").lower()
accesslog = env.text("ACCESS_LOG", "") or None
forwarded_allow_ips = env.text("FORWARDED_ALLOW_IPS", "127.0.0.1")
control_socket_disable = True


def when_ready(server) -> None:
    """On this machine, tell where the tracker is and who may log in."""
    from django.conf import settings

    if settings.DEMO_ACCOUNTS_ALLOWED:
        from rollout.welcome import welcome

        sys.stdout.write(welcome(bind[0]))
        sys.stdout.flush()
