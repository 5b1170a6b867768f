"""How gunicorn serves the site: few processes, many threads that mostly wait for the database."""

wsgi_app = "kunnande.site.wsgi:application"
worker_class = "gthread"
workers = 2
threads = 8
timeout = 60
loglevel = "warning"
graceful_timeout = 10
control_socket_disable = True  # nobody but us steers it
