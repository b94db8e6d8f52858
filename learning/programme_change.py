"""A change of an organisation's programme: another order of its arcs, for all its cohorts."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.cohort import Cohort
from learning.organisation import Organisation
from learning.programme_order import arc_order


def take_order(
    session: Session,
    organisation: Organisation,
    catalogue: Catalogue,
    arcs: Iterable[str],
    today: date,
) -> None:
    """Let an organisation's arcs come in this order; without any, in the content's.

    The weeks until now keep their modules in every cohort, and an arc that is at hand goes on to
    its end. A cohort with an order of its own keeps it.
    Raises Incomplete for an arc that is unknown or named twice.
    """
    named = list(arcs)
    order = arc_order(catalogue, named) if named else ""
    theirs = select(Cohort).where(Cohort.organisation_id == organisation.id, Cohort.arcs == "")
    for cohort in session.scalars(theirs.with_for_update()):
        cohort.keep_weeks(catalogue, today, whole_arc=True)
    organisation.arcs = order
