class ImproperSchemeError(ValueError):
    """A scheme or a product version does not hold together; every problem is named."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
