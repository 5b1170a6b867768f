"""How gunicorn serves the site: few processes, many threads that mostly wait for the database."""

import gc

wsgi_app = "kunnande.site.wsgi:application"
worker_class = "gthread"
workers = 2
threads = 8
timeout = 60
loglevel = "warning"
graceful_timeout = 10
gc_threshold = (50_000, 20, 20)
control_socket_disable = True  # nobody but us steers it


def post_worker_init(_worker: object) -> None:
    # What lives as long as the process need not be gone through again for every big page.
    gc.collect()
    gc.freeze()
    # A big page makes a hundred thousand small values and no cycles among them.
    gc.set_threshold(*gc_threshold)
