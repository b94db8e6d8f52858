"""The guides for LMSs in which the values are pasted by hand."""

from lti_tool.install_dynamic import from_documents, moodle, moodle_after
from lti_tool.install_guide import Back, Guide, choose, custom_lines, paste
from lti_tool.tool import DESCRIPTION, NAME, Tool
from web.language import gettext as _


def totara(tool: Tool) -> Guide:
    """Totara: its external tool is that of an older Moodle."""
    like = moodle(tool)
    absent = {"Icon URL", "Tool configuration usage"}
    return Guide(
        lms="totara",
        title="Totara",
        invite="",
        where=_(
            "Site administration › Plugins › Activity modules › External tool › Manage tools › "
            "“configure a tool manually”"
        ),
        fields=(
            *(field for field in like.fields if field.label not in absent),
            choose(
                "Tool configuration usage", "Show in activity chooser and as a preconfigured tool"
            ),
        ),
        back=like.back,
        after=moodle_after(),
        mind=(
            *like.mind,
            _("Totara adds one link at a time from the list, and one launch per person at a time."),
        ),
        tried=from_documents(),
    )


def open_edx(tool: Tool) -> Guide:
    """Open edX: a client for each block."""
    return Guide(
        lms="openedx",
        title="Open edX",
        invite="",
        where=_(
            "Studio: Settings › Advanced Settings, add “lti_consumer” to “Advanced Module List”. "
            "Then in a unit: Add New Component › Advanced › LTI Consumer › Edit"
        ),
        fields=(
            paste("Display Name", NAME),
            choose("LTI Version", "LTI 1.3"),
            paste("Tool Launch URL", tool.launch_url),
            paste("Tool Initiate Login URL", tool.login_url),
            choose("Tool Public Key Mode", "Keyset URL"),
            paste("Tool Keyset URL", tool.jwks_url),
            paste("Registered Redirect URIs", f'["{tool.launch_url}"]'),
            choose("Enable LTI NRPS", "True"),
            choose("LTI Assignment and Grades Service", "Allow tools to submit grades only"),
            choose("Deep linking", "True"),
            paste("Deep Linking Launch URL", tool.launch_url),
            paste("Custom Parameters", '["module=lead-from-where-you-are"]'),
            choose("Scored", "True"),
            choose("Request user's username", "True"),
            choose("Request user's email", "True"),
        ),
        back=(
            Back(_("your LMS's address, such as https://courses.example.org"), "--issuer"),
            Back("Client ID", "--client-id"),
            Back("OIDC Callback URL / Login URL", "--auth-url"),
            Back("Access Token URL", "--token-url"),
            Back("Keyset URL", "--jwks-url"),
            Back("Deployment ID", "--deployment"),
        ),
        after=(
            _("Publish the unit. The values for Baton stand in Studio, below the component."),
            _("Open it as a learner, and watch the Progress page."),
        ),
        mind=(
            _(
                "Every block is a client of its own. Add each with “baton platform add”, under a "
                "name of its own and with the same “--organisation”: a person stays one person."
            ),
            _(
                "The weeks are counted for each block by itself. So name the module in the custom "
                "parameters; “baton content check” lists the modules."
            ),
            _("With “openedx-ltistore”, several blocks can share one client."),
        ),
        tried=_("Tried with Open edX's LTI platform, run as a program of its own."),
    )


def blackboard(tool: Tool) -> Guide:
    """Blackboard: one application, registered centrally by whoever runs Baton."""
    return Guide(
        lms="blackboard",
        title="Blackboard",
        invite="",
        where=_("developer.blackboard.com › My Apps › + (once, by whoever runs Baton)"),
        fields=(
            paste("Application Name", NAME),
            paste("Description", DESCRIPTION),
            paste("Domain(s)", tool.domain),
            choose("My Integration supports LTI 1.3", _("tick")),
            paste("Login Initiation URL", tool.login_url),
            paste("Tool Redirect URL(s)", tool.launch_url),
            paste("Tool JWKS URL", tool.jwks_url),
            choose("Signing Algorithm", "RS256"),
            paste("Custom Parameters", custom_lines()),
        ),
        back=(
            Back("https://blackboard.com", "--issuer"),
            Back("Application ID", "--client-id"),
            Back("https://developer.blackboard.com/api/v1/gateway/oidcauth", "--auth-url"),
            Back("https://developer.blackboard.com/api/v1/gateway/oauth2/jwttoken", "--token-url"),
            Back(
                _("“Public keyset URL”, which ends in your Application ID and jwks.json"),
                "--jwks-url",
            ),
            Back(_("“Deployment ID”, which each company's administrator sends"), "--deployment"),
        ),
        after=(
            _(
                "Each company's administrator: Administrator Panel › LTI Tool Providers › "
                "“Register LTI 1.3/Advantage Tool”, and enter the Application ID as “Client ID”."
            ),
            _("Set “Tool Status” to “Approved”, and tick the user fields Role, Name and Email."),
            _("Set “Allow grade service access” and “Allow Membership Service Access” to “Yes”."),
            _("Send the “Deployment ID” to whoever runs Baton. They approve it."),
            _(
                "Choose “Manage Placements”, “Create Placement”: a Deep Linking content tool with "
                "the Target Link URI %(url)s.",
                url=tool.launch_url,
            ),
        ),
        mind=(
            _(
                "Blackboard knows a tool by one central application. It is registered once for "
                "your whole Baton, however many companies use it; each of them is a deployment."
            ),
            _("An administrator who is not enrolled in a course cannot open Baton there."),
        ),
        tried=from_documents(),
    )


def schoology(tool: Tool) -> Guide:
    """Schoology."""
    return Guide(
        lms="schoology",
        title="Schoology",
        invite="",
        where=_("App Center › My Developer Apps › Add App"),
        fields=(
            paste("App Name", NAME),
            paste("Description", DESCRIPTION),
            choose("Type of App", "LTI 1.3 App"),
            paste("Domain/URL", tool.launch_url),
            paste("OIDC Login Init URL", tool.login_url),
            paste("Redirect URL(s)", tool.launch_url),
            paste("JWKS URL", tool.jwks_url),
            paste("Deep Linking URL", tool.launch_url),
            paste("Custom Parameters", custom_lines()),
            choose("Privacy", "Send name and email"),
        ),
        back=(
            Back("https://schoology.schoology.com", "--issuer"),
            Back("Client ID", "--client-id"),
            Back(
                "https://lti-service.svc.schoology.com/lti-service/authorize-redirect", "--auth-url"
            ),
            Back("https://lti-service.svc.schoology.com/lti-service/access-token", "--token-url"),
            Back(
                "https://lti-service.svc.schoology.com/lti-service/.well-known/jwks", "--jwks-url"
            ),
            Back(_("“Deployment ID”, which each installation has"), "--deployment"),
        ),
        after=(
            _("Install the app for the organisation, and configure it for the courses."),
            _("Send the deployment ID to whoever runs Baton. They approve it."),
            _("In a course: Add Materials, and choose Baton. Only there can modules be picked."),
        ),
        tried=from_documents(),
    )


def other(tool: Tool) -> Guide:
    """Any other LMS, in the standard's words."""
    return Guide(
        lms="other",
        title=_("Another LMS with LTI 1.3"),
        invite=_("Where it adds tools by “dynamic registration”."),
        where=_("Where it adds external tools, with LTI 1.3"),
        fields=(
            paste("Tool name", NAME),
            paste("Tool URL, launch URL, target link URI", tool.launch_url),
            paste("Redirection URI", tool.launch_url),
            paste("Login initiation URL, OpenID Connect login URL", tool.login_url),
            paste("Public key set URL, JWKS URL", tool.jwks_url),
            paste("Deep linking URL, content selection URL", tool.launch_url),
            paste("Custom parameters", custom_lines()),
            paste("Icon URL", tool.icon_url),
        ),
        back=(
            Back("Issuer, platform ID", "--issuer"),
            Back("Client ID", "--client-id"),
            Back("OIDC authentication endpoint", "--auth-url"),
            Back("Access token URL", "--token-url"),
            Back("Public keyset URL", "--jwks-url"),
            Back("Deployment ID", "--deployment"),
        ),
        after=(
            _("See that Baton is turned on in the list of tools."),
            _("Allow it to see names and the members of a course, and to write grades."),
            _("In a course, add a link to Baton and open it once."),
        ),
        tried=from_documents(),
    )
