"""A handover: a link that makes the next host of a module. Every generation gets the same kit."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from learning.database import Base
from learning.errors import NotFound, Refusal
from learning.huddle import Huddle, HuddleKind, huddle_of_day
from learning.organisation import Organisation
from learning.person import Person

LIFE = timedelta(weeks=12)
"""How long a link is good, in learning time. Its kit can be read for ever, at another address."""
MOST_HANDOVERS = 20
"""How many links one huddle can make."""
MOST_HUDDLES = 10
"""How many huddles without an account one link can note."""
LONGEST_NAME = 60
_LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"
_LENGTH = 12
"""Letters in a code: 57 bits, few enough to be read out and typed on a phone."""


class TooMany(Refusal):
    """More of something than anybody needs: a link has gone to somebody who plays with it."""


class Handover(Base):
    """Somebody handed a module on. Several may read it by the link; one person takes it to host.

    The row holds the token's hash only.
    """

    __tablename__ = "handover"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    module: Mapped[str] = mapped_column(String(80))
    giver_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    """Who handed it on; None if somebody without an account did."""
    giver_name: Mapped[str | None] = mapped_column(String(LONGEST_NAME))
    """The giver's first name, if they want it to be read by whoever has the link."""
    huddle_id: Mapped[int | None] = mapped_column(
        ForeignKey("huddle.id", ondelete="SET NULL"), index=True
    )
    """The huddle at whose end it was handed on, if it was at one."""
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    """In learning time, like `taken_at`."""
    generation: Mapped[int]
    """That of whoever takes it: 2 from somebody who began, 3 from whoever took it from them."""
    taken_at: Mapped[datetime | None]
    taker_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )

    organisation: Mapped[Organisation] = relationship()

    def take(self, taker: Person, at: datetime) -> bool:
        """Let somebody be the next host; tell whether they are. Taken again, nothing changes.

        One may read what one handed on oneself, or what somebody else has taken, but not take it.
        Raises NotFound for anybody of another organisation.
        """
        if taker.organisation_id != self.organisation_id:
            raise NotFound("There is nothing at this address.")
        if self.taken_at is None and self.giver_id != taker.id:
            self.taken_at, self.taker_id = at, taker.id
        return self.taker_id == taker.id

    def is_good(self, at: datetime) -> bool:
        """Tell whether the link can still be used."""
        return at - self.made_at <= LIFE

    def note_huddle(
        self, session: Session, kind: HuddleKind, headcount: int | None, at: datetime
    ) -> Huddle:
        """Note that somebody without an account hosted. Noted again on the same day, it is one.

        The caller holds this row. Raises TooMany after ten.
        """
        mine = Huddle.handover_id == self.id, Huddle.host_id.is_(None)
        huddle = huddle_of_day(session, self.organisation, at, *mine)
        if huddle is None:
            noted = session.scalar(select(func.count()).select_from(Huddle).where(*mine)) or 0
            if noted >= MOST_HUDDLES:
                raise TooMany("This link has noted as many huddles as it can.")
            huddle = Huddle(
                organisation_id=self.organisation_id,
                module=self.module,
                held_at=at,
                handover_id=self.id,
            )
            session.add(huddle)
        huddle.kind, huddle.headcount = kind, headcount
        session.flush()
        return huddle

    def last_huddle(self, session: Session) -> Huddle | None:
        """Return the last huddle that was noted here without an account."""
        mine = Huddle.handover_id == self.id, Huddle.host_id.is_(None)
        return session.scalar(select(Huddle).where(*mine).order_by(Huddle.id.desc()).limit(1))


def hand_over(
    session: Session,
    huddle: Huddle,
    giver: Person | None,
    at: datetime,
    *,
    with_name: bool = False,
) -> str:
    """Return the token of a fresh handover after a huddle, as `BCDF-2345-GHJK`; shown this once.

    Raises TooMany if this huddle has made twenty.
    """
    mine = Handover.huddle_id == huddle.id
    if (session.scalar(select(func.count()).where(mine)) or 0) >= MOST_HANDOVERS:
        raise TooMany("This huddle has made as many links as it can.")
    token = "".join(secrets.choice(_LETTERS) for _letter in range(_LENGTH))
    handover = Handover(
        organisation_id=huddle.organisation_id,
        module=huddle.module,
        giver_id=giver.id if giver else None,
        giver_name=first_name(giver) if giver and with_name else None,
        huddle_id=huddle.id,
        token_hash=_hashed(token),
        made_at=at,
        generation=generation_of(session, huddle) + 1,
    )
    session.add(handover)
    session.flush()
    return "-".join(token[at : at + 4] for at in range(0, _LENGTH, 4))


def generation_of(session: Session, huddle: Huddle) -> int:
    """Return a huddle's generation: 1 for who began by themselves."""
    by = huddle.handover_id and session.get(Handover, huddle.handover_id)
    return by.generation if by else 1


def find_handover(
    session: Session, token: str, at: datetime, *, lock: bool = False
) -> Handover | None:
    """Return the handover that this token opens; None if there is none or its time is over.

    It may be written in any case, without its dashes, or as the whole link.
    """
    wanted = select(Handover).where(Handover.token_hash == _hashed(token))
    found = session.scalar(wanted.with_for_update() if lock else wanted)
    return found if found is not None and found.is_good(at) else None


def taken_by(session: Session, person_id: int, module: str) -> Handover | None:
    """Return the handover by which somebody became a host of this module first, if any."""
    mine = Handover.taker_id == person_id, Handover.module == module
    return session.scalar(select(Handover).where(*mine).order_by(Handover.taken_at).limit(1))


def modules_handed_to(session: Session, person_id: int) -> set[str]:
    """Return the modules that somebody has taken over; they are open to them in any week."""
    return set(session.scalars(select(Handover.module).where(Handover.taker_id == person_id)))


def first_name(person: Person) -> str | None:
    """Return somebody's first name, if their name is known."""
    names = (person.name or "").split()
    return names[0][:LONGEST_NAME] if names else None


def _hashed(text: str) -> str:
    link = text.strip().rstrip("/").rpartition("/")[2].partition("?")[0].upper()
    token = "".join(letter for letter in link if letter not in "- ")
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
