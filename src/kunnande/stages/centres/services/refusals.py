class RefusalError(Exception):
    """The act can not be done as things are; the message says what the reader can do."""
