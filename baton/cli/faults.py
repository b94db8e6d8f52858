"""What ends a command in one sentence instead of a trace: whoever runs it can mend it."""

from psycopg import Error as PostgresError
from sqlalchemy.exc import DBAPIError

from baton.processes import PortTaken
from baton.schema import WrongVersion
from baton.settings import SettingError
from learning.errors import Refusal
from lti_tool.tool_key import SecretChanged
from web.assets import AssetsMissing

SENTENCES = (SettingError, Refusal, AssetsMissing, PortTaken, SecretChanged, WrongVersion)
"""Each holds its sentence."""
DATABASE_FAULTS = (DBAPIError, PostgresError)


def database_fault(problem: Exception) -> str:
    """Return what a database's driver complains of, without the statement and its values."""
    told = " ".join(str(getattr(problem, "orig", problem)).split())
    return f"The database cannot be used: {told[:300]}"
