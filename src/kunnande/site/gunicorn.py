"""How gunicorn serves the site: few processes, many threads that mostly wait for the database."""

import gc

wsgi_app = "kunnande.site.wsgi:application"
worker_class = "gthread"
workers = 2
threads = 8
timeout = 60
loglevel = "warning"
graceful_timeout = 10
control_socket_disable = True  # nobody but us steers it


def post_worker_init(_worker: object) -> None:
    # What lives as long as the process need not be gone through again for every big page.
    gc.collect()
    gc.freeze()
