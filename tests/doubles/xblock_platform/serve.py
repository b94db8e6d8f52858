"""An LTI 1.3 platform that is not ours: lti-consumer-xblock over real HTTP, alone in a process.

Run it with the addresses of a tool. When it is ready it prints one line of JSON with everything
the tool must be told, and serves on the loopback interface until it is stopped.
"""

import argparse
import json
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django_setup import set_up

HOST = "127.0.0.1"


def arguments() -> argparse.Namespace:
    """What the command line says about the port and the tool."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    parser.add_argument("--tool-login", required=True, help="the tool's login initiation address")
    parser.add_argument("--tool-launch", required=True, help="the tool's launch address")
    parser.add_argument("--tool-jwks", required=True, help="the address of the tool's key set")
    return parser.parse_args()


def place_block(tool: argparse.Namespace) -> dict[str, str]:
    """Register the tool, place its block in the course, and say what the tool must know."""
    from course import BLOCK_ID
    from lti_consumer.models import Lti1p3Passport, LtiConfiguration

    passport = Lti1p3Passport.objects.create(lti_1p3_tool_keyset_url=tool.tool_jwks)
    block = LtiConfiguration.objects.create(
        version=LtiConfiguration.LTI_1P3,
        config_store=LtiConfiguration.CONFIG_ON_DB,
        location=BLOCK_ID,
        lti_1p3_passport=passport,
        lti_1p3_oidc_url=tool.tool_login,
        lti_1p3_launch_url=tool.tool_launch,
        lti_advantage_ags_mode=LtiConfiguration.LTI_ADVANTAGE_AGS_DECLARATIVE,
        lti_advantage_enable_nrps=True,
        lti_advantage_deep_linking_enabled=True,
        lti_advantage_deep_linking_launch_url=tool.tool_launch,
    )
    share_names()
    return registration(LtiConfiguration.objects.get(pk=block.pk))


def share_names() -> None:
    """Switch on, as a course author would, that the tool's roster carries names."""
    from course import COURSE_ID
    from lti_consumer.models import CourseAllowPIISharingInLTIFlag

    CourseAllowPIISharingInLTIFlag.objects.create(course_id=COURSE_ID, enabled=True)


def registration(block: Any) -> dict[str, str]:
    """The facts a tool's operator copies from the platform, and the pages for tests."""
    from django.conf import settings
    from lti_consumer import utils

    consumer = block.get_lti_consumer()
    return {
        "issuer": consumer.iss,
        "client_id": consumer.client_id,
        "deployment_id": consumer.deployment_id,
        "auth_url": utils.get_lms_lti_launch_link(),
        "token_url": utils.get_lms_lti_access_token_link(block.passport_id),
        "jwks_url": utils.get_lms_lti_keyset_link(block.passport_id),
        "lineitem_url": consumer.ags.lineitem_url,
        "roster_url": consumer.nrps.context_memberships_url,
        "start_url": f"{settings.LMS_ROOT_URL}/start",
        "gradebook_url": f"{settings.LMS_ROOT_URL}/gradebook",
        "picked_url": f"{settings.LMS_ROOT_URL}/picked",
    }


def main() -> None:
    """Serve until told to stop."""
    tool = arguments()
    # The port must be taken before Django is told its own address.
    server = ThreadedWSGIServer((HOST, tool.port), WSGIRequestHandler)
    server.daemon_threads = True
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with tempfile.TemporaryDirectory() as folder, server:
        set_up(f"http://{HOST}:{server.server_port}", Path(folder))
        import course

        course.install()
        server.set_app(get_wsgi_application())
        sys.stdout.write(json.dumps(place_block(tool)) + "\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()
