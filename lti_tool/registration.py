"""A platform's registration in the form that PyLTI1p3 wants it."""

from pylti1p3.registration import Registration

from lti_tool.platform import Platform


def registration_of(platform: Platform) -> Registration:
    """Return the registration of a platform."""
    return (
        Registration()
        .set_issuer(platform.issuer)
        .set_client_id(platform.client_id)
        .set_auth_login_url(platform.auth_url)
    )
