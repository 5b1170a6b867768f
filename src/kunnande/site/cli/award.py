"""Award certificates from the terminal, as somebody who may."""

from __future__ import annotations

import click

from kunnande.site.running import running_database


@click.command("award")
@click.argument("decision", type=click.IntRange(1), required=False)
@click.option("--all-ready", is_flag=True, help="Award everything that waits, oldest first.")
@click.option(
    "--as",
    "email",
    required=True,
    help="The e-mail address of the account that acts; an examiner or a scheme owner.",
)
def command(*, decision: int | None, all_ready: bool, email: str) -> None:
    """Sign the certificate that DECISION gives, or every one that waits.

    DECISION is the number in the decision's address. What is signed is the same as when the button
    is pressed on the page, and the trail keeps who did it. A decision that has its certificate
    keeps it. A mapping statement gives none.

    Exits with 0 when all are awarded, 1 when one is refused, 2 when the command can not be carried
    out: no such account, no such decision, or no right to award.

    \b
    Examples:
      kunnande award 17 --as examiner@example.org
      kunnande award --all-ready --as examiner@example.org
    """
    if (decision is None) is not all_ready:
        raise click.UsageError("Say one DECISION, or --all-ready.")
    with running_database("app"):
        refused = _award(decision, email)
    if refused:
        raise SystemExit(1)


def _award(decision_id: int | None, email: str) -> int:
    """Award one or all and say of each how it went; return how many were refused."""
    from django.utils import timezone  # noqa: PLC0415

    from kunnande.stages.credentials.queries import list_awaiting_certificate  # noqa: PLC0415
    from kunnande.stages.credentials.services import (  # noqa: PLC0415
        NOT_AWARDED,
        award_certificate,
    )
    from kunnande.stages.decision.queries import Decision, get_decision  # noqa: PLC0415
    from kunnande.stages.parties.queries import (  # noqa: PLC0415
        Role,
        find_user_by_email,
        get_viewer,
    )

    user = find_user_by_email(email)
    viewer = get_viewer(user, on=timezone.localdate()) if user and user.is_active else None
    if user is None or viewer is None:
        raise click.UsageError(f"No account has the address {email}.")
    if not viewer.organisations(Role.EXAMINER) | viewer.organisations(Role.SCHEME_OWNER):
        raise click.UsageError(f"{email} is neither examiner nor scheme owner.")
    waiting = [row.decision_id for row in list_awaiting_certificate(viewer)]
    refused = 0
    for wanted in waiting if decision_id is None else [decision_id]:
        try:
            decision = get_decision(wanted, viewer)
            certificate = award_certificate(decision=decision, by=user, at=timezone.localtime())
        except Decision.DoesNotExist as error:
            raise click.UsageError(f"There is no decision {wanted}.") from error
        except NOT_AWARDED as error:
            refused += 1
            click.echo(f"{wanted}: {error}", err=True)
        else:
            click.echo(f"{wanted}: {certificate.kind} {certificate.public_id}")
    if decision_id is None and not waiting:
        click.echo("Nothing waits for a certificate.")
    return refused
