"""A link code: carried from one account of somebody to their other one, and six digits back.

    made ──enter──▶ taken ──the digits──▶ used
      └──────── ten minutes each ────────┘

The code shows that whoever has the second account has seen the first one. The digits, which only
the second account shows, come back to the first: whoever steals a code, or gives somebody their
own, has one half only (decision record 34). Rows hold hashes.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from learning.database import Base
from learning.errors import Incomplete, Refusal
from learning.joining import check_pair, hold_pair
from learning.person import Person

LIFE = timedelta(minutes=10)
"""How long a code can be entered, and then the digits; real time."""
WINDOW = timedelta(hours=1)
MOST_CODES = 10
"""Codes that somebody can make in an hour."""
MOST_GUESSES = 10
"""Codes that somebody can enter in an hour and that are not known."""
MOST_DIGITS = 3
"""How often the digits may be wrong; then the code is worth nothing."""
_LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"
_LENGTH = 12
"""Letters in a code that is typed: 57 bits, of which an hour allows ten guesses."""


class TooOften(Refusal):
    """More attempts than somebody needs who has a code."""


class LinkCode(Base):
    """Somebody wants to connect another account of theirs."""

    __tablename__ = "link_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    """Who made it: the first account."""
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the 256 bits that travel in a link."""
    letters_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the letters, to be typed on another device."""
    made_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    taker_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    """Who entered it, and said that both are theirs: the second account."""
    digits_hash: Mapped[str | None] = mapped_column(String(64))
    misses: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    """When it was used, withdrawn, or worn out."""

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    taker: Mapped[Person | None] = relationship(foreign_keys=taker_id)

    def can_be_entered(self, at: datetime) -> bool:
        """Tell whether it is fresh: neither taken nor over."""
        return self.taken_at is None and self.ended_at is None and at - self.made_at < LIFE

    def awaits_digits(self, at: datetime) -> bool:
        """Tell whether the digits may be typed now."""
        if self.taken_at is None or self.taker_id is None:
            return False
        return self.ended_at is None and at - self.taken_at < LIFE

    def goes_on(self, at: datetime) -> bool:
        """Tell whether it can still come to something."""
        return self.can_be_entered(at) or self.awaits_digits(at)

    def take(self, taker: Person, at: datetime) -> str:
        """Let the second account say yes; return the six digits that the first one must hear."""
        digits = f"{secrets.randbelow(10**6):06}"
        self.taken_at, self.taker_id = at, taker.id
        self.digits_hash = self._hash_of(digits)
        return digits

    def are_right(self, digits: str, at: datetime) -> bool:
        """Tell whether these are the digits, and use the code up if so. Three misses end it."""
        tidy = "".join(digit for digit in digits if digit.isdecimal() and digit.isascii())
        is_right = secrets.compare_digest(self._hash_of(tidy), self.digits_hash or "")
        if not is_right:
            self.misses += 1
        if is_right or self.misses >= MOST_DIGITS:
            self.ended_at = at
        return is_right

    def _hash_of(self, digits: str) -> str:
        return _hashed(f"{self.token_hash} {digits}")


class LinkGuess(Base):
    """Somebody entered a code that is not known: too many of them, and no more are heard."""

    __tablename__ = "link_guess"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]


@dataclass(frozen=True)
class FreshCode:
    """A code as it is shown, this once: for a link, and to be typed."""

    token: str
    letters: str


def make_code(session: Session, person_id: int, at: datetime) -> FreshCode:
    """Return a fresh code of somebody's; the one before is worth nothing any more.

    Raises TooOften after ten in an hour.
    """
    _hold(session, person_id)
    made = LinkCode.person_id == person_id
    lately = select(func.count()).select_from(LinkCode).where(made, LinkCode.made_at > at - WINDOW)
    if (session.scalar(lately) or 0) >= MOST_CODES:
        raise TooOften("You have made many codes. Please try again in an hour.")
    withdraw_codes(session, person_id, at)
    token = secrets.token_urlsafe(32)
    letters = "".join(secrets.choice(_LETTERS) for _letter in range(_LENGTH))
    session.add(
        LinkCode(
            person_id=person_id,
            token_hash=_hashed(token),
            letters_hash=_hashed(letters),
            made_at=at,
        )
    )
    session.flush()
    return FreshCode(token, "-".join(letters[n : n + 4] for n in range(0, _LENGTH, 4)))


def enter_code(session: Session, taker: Person, text: str, at: datetime) -> LinkCode | None:
    """Return the code that this is, held until the transaction ends.

    None for what nobody of this organisation has made, or what is over: that is counted, and the
    caller commits it. Raises TooOften after ten such; CannotJoin for a pair that cannot be one.
    """
    _hold(session, taker.id)
    mine = LinkGuess.person_id == taker.id, LinkGuess.at > at - WINDOW
    if (session.scalar(select(func.count()).where(*mine)) or 0) >= MOST_GUESSES:
        raise TooOften(
            "You have entered many codes that Baton does not know. Please try again in an hour."
        )
    found = _find(session, text)
    if (
        found is None
        or found.person.organisation_id != taker.organisation_id
        or not found.can_be_entered(at)
    ):
        session.add(LinkGuess(person_id=taker.id, at=at))
        return None
    check_pair(session, found.person, taker)
    return found


def code_of(session: Session, person_id: int, *, lock: bool = False) -> LinkCode | None:
    """Return the newest code that somebody has made and that has not ended."""
    mine = LinkCode.person_id == person_id, LinkCode.ended_at.is_(None)
    newest = select(LinkCode).where(*mine).order_by(LinkCode.id.desc()).limit(1)
    if lock:
        newest = newest.with_for_update().execution_options(populate_existing=True)
    return session.scalar(newest)


def hear_digits(session: Session, person_id: int, digits: str, at: datetime) -> LinkCode | None:
    """Return the code that is used up by these digits; None for wrong ones, which are counted.

    Both persons are held from then on. Raises Incomplete where no digits are awaited any more.
    """
    known = code_of(session, person_id)
    if known is not None and known.taker_id is not None:
        # The people before the code, as whoever enters one does.
        hold_pair(session, known.person.organisation_id, person_id, known.taker_id)
    code = code_of(session, person_id, lock=True)
    if code is None or known is not code or not code.awaits_digits(at):
        raise Incomplete("This code is over. Please make a new one.")
    return code if code.are_right(digits, at) else None


def withdraw_codes(session: Session, person_id: int, at: datetime) -> None:
    """End what somebody has begun, as the first account or as the second."""
    theirs = or_(LinkCode.person_id == person_id, LinkCode.taker_id == person_id)
    open_ones = update(LinkCode).where(theirs, LinkCode.ended_at.is_(None))
    session.execute(open_ones.values(ended_at=at))


def _find(session: Session, text: str) -> LinkCode | None:
    token = text.strip().rpartition("/")[2].rpartition("#")[2]
    letters = "".join(letter for letter in text.upper() if letter in _LETTERS)
    either = or_(LinkCode.token_hash == _hashed(token), LinkCode.letters_hash == _hashed(letters))
    return session.scalar(select(LinkCode).where(either).with_for_update())


def _hold(session: Session, person_id: int) -> None:
    """Let attempts of one person wait for each other, so that they are counted."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
