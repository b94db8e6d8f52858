"""The guides for LMSs that can be connected by pasting one address, and by hand as well."""

from lti_tool.install_guide import Back, Guide, choose, custom_lines, paste
from lti_tool.tool import DESCRIPTION, NAME, Tool
from web.language import gettext as _


def from_documents() -> str:
    """Return what to say where nobody has tried it with the real thing."""
    return _("Written from the documentation of this LMS, and not tried with a real one yet.")


def moodle(tool: Tool) -> Guide:
    """Moodle, and Moodle Workplace."""
    return Guide(
        lms="moodle",
        title="Moodle",
        invite=_(
            "Site administration › Plugins › Activity modules › External tool › Manage tools: "
            "paste it under “Tool URL” and choose “Add LTI Advantage”."
        ),
        where=_(
            "Site administration › Plugins › Activity modules › External tool › Manage tools › "
            "“configure a tool manually”"
        ),
        fields=(
            paste("Tool name", NAME),
            paste("Tool URL", tool.launch_url),
            paste("Tool description", DESCRIPTION),
            choose("LTI version", "LTI 1.3"),
            choose("Public key type", "Keyset URL"),
            paste("Public keyset", tool.jwks_url),
            paste("Initiate login URL", tool.login_url),
            paste("Redirection URI(s)", tool.launch_url),
            paste("Custom parameters", custom_lines()),
            choose(
                "Tool configuration usage", "Show in activity chooser and as a preconfigured tool"
            ),
            choose("Default launch container", "Embed, without blocks"),
            choose("Supports Deep Linking (Content-Item Message)", _("tick")),
            paste("Content Selection URL", tool.launch_url),
            choose(
                "IMS LTI Assignment and Grade Services",
                "Use this service for grade sync and column management",
            ),
            choose(
                "IMS LTI Names and Role Provisioning",
                "Use this service to retrieve members' information as per privacy settings",
            ),
            choose("Share launcher's name with tool", "Always"),
            choose("Share launcher's email with tool", "Always"),
            choose("Accept grades from the tool", "Always"),
            paste("Icon URL", tool.icon_url),
        ),
        back=(
            Back("Platform ID", "--issuer"),
            Back("Client ID", "--client-id"),
            Back("Authentication request URL", "--auth-url"),
            Back("Access token URL", "--token-url"),
            Back("Public keyset URL", "--jwks-url"),
            Back("Deployment ID", "--deployment"),
        ),
        after=moodle_after(),
        mind=(
            _(
                "The values for Baton stand behind the magnifying glass of the new tool, “View "
                "configuration details”."
            ),
            _(
                "Moodle reads Baton's keys itself. Its HTTP security settings refuse private "
                "addresses, and ports other than 80 and 443, unless they are changed."
            ),
        ),
        tried=_("Made after messages and answers recorded from a Moodle 4.5."),
    )


def moodle_after() -> tuple[str, ...]:
    """Return what is next in Moodle."""
    return (
        _("In “Manage tools”, choose “Activate” on Baton's card, if it says that it is pending."),
        _(
            "Edit it with the cog: set “Tool configuration usage” to “Show in activity chooser and "
            "as a preconfigured tool”."
        ),
        _(
            "Under “Privacy”, see that name and e-mail are shared “Always”, and that grades are "
            "accepted “Always”."
        ),
        _(
            "In a course, add an activity and choose Baton. To have it ticked off when a module is "
            "done, set its completion to “Receive a grade”: opening it is enough for “View”."
        ),
    )


def canvas(tool: Tool) -> Guide:
    """Canvas, hosted or not."""
    return Guide(
        lms="canvas",
        title="Canvas",
        invite=_(
            "Admin › Apps › Manage › Install a New App › “Dynamic Registration”, or Admin › "
            "Developer Keys › + Developer Key › LTI Registration: paste it under “Dynamic "
            "Registration URL”."
        ),
        where=_("Admin › Developer Keys › + Developer Key › LTI Key › Method “Enter URL”"),
        fields=(
            paste("Key Name", NAME),
            paste("JSON URL", tool.canvas_url),
            paste("Redirect URIs", tool.launch_url),
            choose("State", "ON"),
        ),
        back=(
            Back(_("https://canvas.instructure.com, if it is hosted by Instructure"), "--issuer"),
            Back(_("the number in the column “Details”"), "--client-id"),
            Back("https://sso.canvaslms.com/api/lti/authorize_redirect", "--auth-url"),
            Back(_("your own Canvas address and /login/oauth2/token"), "--token-url"),
            Back("https://sso.canvaslms.com/api/lti/security/jwks", "--jwks-url"),
            Back(_("“Deployment Id”, in the installed app's menu"), "--deployment"),
        ),
        after=(
            _("Canvas shows what Baton has asked for. Leave the permissions on."),
            _(
                "Choose the placements: “Assignment Selection” and “Link Selection” to put modules "
                "into a course, “Course Navigation” for an entry in its menu."
            ),
            _("Turn the app on, and install it for the account or for single courses."),
            _(
                "In a course, add an assignment with the submission type “External Tool” and find "
                "Baton there. Only an assignment has a column in the gradebook."
            ),
        ),
        mind=(
            _("After “Enter URL”: install the app by its client id (Settings › Apps › + App)."),
            _("Each further installation is a deployment of its own, and is approved by itself."),
        ),
        tried=from_documents(),
    )


def brightspace(tool: Tool) -> Guide:
    """D2L Brightspace."""
    return Guide(
        lms="brightspace",
        title="Brightspace",
        invite=_(
            "Admin Tools › Manage Extensibility › LTI Advantage › Register Tool › “Dynamic”: paste "
            "it under “Tool initiation registration endpoint”. Baton opens in a new tab."
        ),
        where=_("Admin Tools › Manage Extensibility › LTI Advantage › Register Tool › “Standard”"),
        fields=(
            paste("Name", NAME),
            paste("Description", DESCRIPTION),
            paste("Domain", tool.public_url),
            paste("Redirect URLs", tool.launch_url),
            paste("OpenID Connect Login URL", tool.login_url),
            paste("Target Link URI", tool.launch_url),
            paste("Keyset URL", tool.jwks_url),
            choose(
                "Extensions",
                "Assignment and Grade Services, Deep Linking, Names and Role Provisioning Services",
            ),
            choose("Send Institution Role", _("leave off")),
        ),
        back=(
            Back("Issuer", "--issuer"),
            Back("Client Id", "--client-id"),
            Back("OpenID Connect Authentication Endpoint", "--auth-url"),
            Back("Brightspace OAuth2 Access Token URL", "--token-url"),
            Back("OAuth2 Audience", "--audience"),
            Back("Brightspace Keyset URL", "--jwks-url"),
            Back(_("“Deployment Id”, after the step “New Deployment”"), "--deployment"),
        ),
        after=(
            _("In the list of registered tools, open Baton and switch it to “Enabled”."),
            _(
                "Choose “View Deployments”, “New Deployment”. Tick the extensions Assignment and "
                "Grade Services, Deep Linking, and Names and Role Provisioning Services."
            ),
            _(
                "In its security settings, tick Org Unit Information, User Information, Name, "
                "Email and User ID, and “Classlist including users not known to this deployment”."
            ),
            _(
                "Add the org units in which Baton may be used, and then a link with the type “Basic"
                " Launch” or “Deep Linking Quicklink”."
            ),
            _("Under Roles and Permissions, see that learners have “Can be graded in Grades”."),
        ),
        mind=(_("There is one enabled registration for each domain."),),
        tried=from_documents(),
    )


def sakai(tool: Tool) -> Guide:
    """Sakai."""
    return Guide(
        lms="sakai",
        title="Sakai",
        invite=_(
            "Administration Workspace › External Tools › Install LTI 1.x Tool › “Use LTI Advantage "
            "Auto Configuration”: paste it there."
        ),
        where=_("Administration Workspace › External Tools › Install LTI 1.x Tool"),
        fields=(
            paste("Tool Title", NAME),
            paste("Launch URL", tool.launch_url),
            choose("LTI version", "LTI 1.3"),
            paste("LTI 1.3 Tool Keyset URL", tool.jwks_url),
            paste("LTI 1.3 Tool OpenID Connect/Initialization Endpoint", tool.login_url),
            paste("LTI 1.3 Tool Redirect Endpoint(s)", tool.launch_url),
            paste("Custom Parameters", custom_lines()),
            choose("Send User Names to External Tool", _("tick")),
            choose("Send Email Addresses to External Tool", _("tick")),
            choose("Provide Roster Access to External Tool", _("tick")),
            choose("Allow External Tool to return grades", _("tick")),
            choose("Allow External Tool to create grade columns", _("tick")),
            choose("Allow the tool to be selected, Deep Linking", _("tick")),
        ),
        back=(
            Back("LTI 1.3 Platform Issuer", "--issuer"),
            Back("LTI 1.3 Client ID", "--client-id"),
            Back("LTI 1.3 Platform Authentication Endpoint", "--auth-url"),
            Back("LTI 1.3 Platform Token Endpoint", "--token-url"),
            Back("LTI 1.3 Platform Keyset URL", "--jwks-url"),
            Back("LTI 1.3 Deployment ID", "--deployment"),
        ),
        after=(
            _("In External Tools, edit Baton and set it to be available in all sites, or in some."),
            _(
                "See that it may receive names, e-mail addresses and the roster, and that it may "
                "return grades and create columns. Scores need both of the last two."
            ),
            _("In a site, add it in Lessons or in Assignments."),
        ),
        tried=from_documents(),
    )
