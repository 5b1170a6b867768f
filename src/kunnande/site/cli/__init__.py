"""The command ``kunnande``: every module in this folder is one command, named ``command``."""

import pkgutil
from importlib import import_module

import click

from kunnande.site.database import DatabaseAddressError
from kunnande.site.embedded_programs import EmbeddedServerError
from kunnande.site.server import ServerError


class _Folder(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return sorted(_modules())

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002  click's signature
        cmd_name: str,
    ) -> click.Command | None:
        name = _modules().get(cmd_name)
        if name is None:
            return None
        module = import_module(f"{__name__}.{name}")
        command = module.command
        if not isinstance(command, click.Command):
            raise TypeError(f"{module.__name__}.command must be a click command.")
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (DatabaseAddressError, EmbeddedServerError, ServerError) as error:
            raise click.ClickException(str(error)) from error


def _modules() -> dict[str, str]:
    """Return the module of each command; an underscore at the end keeps a name off a keyword."""
    found = {module.name for module in pkgutil.iter_modules(__path__)} - {"__main__"}
    return {name.rstrip("_").replace("_", "-"): name for name in found}


@click.group(cls=_Folder, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Validate, develop and recognise industrial competence."""
