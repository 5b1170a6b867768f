from hypothesis import settings

# Other work may share the machine: a slow example is no failure.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
