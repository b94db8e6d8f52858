"""The platform's addresses: lti-consumer-xblock's own, a page that starts a launch, the gradebook.

Only `/start`, `/gradebook` and `/picked` are ours. They stand for the course page with its links,
the page where a teacher reads the grades, and the list of what was picked in the content picker.
"""

import json

from course import BLOCK, BLOCK_ID, COURSE_ID, COURSE_TITLE, PEOPLE
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import include, path
from lti_consumer.data import Lti1p3LaunchData
from lti_consumer.models import LtiConfiguration, LtiDlContentItem


def start(request: HttpRequest) -> HttpResponse:
    """Open the link as `?user=` and send the browser to the tool's login.

    `?custom=` is a JSON object of the link's custom parameters; `?message=deep_linking` opens the
    content picker instead; `?item=` opens the picked item with that number from `/picked`.
    """
    person = PEOPLE.get(request.GET.get("user", ""))
    if person is None:
        return HttpResponse("Nobody of that name is on this course.", status=404)
    block = LtiConfiguration.objects.get()
    launch = Lti1p3LaunchData(
        user_id=person.number,
        external_user_id=person.external_id,
        user_role=person.role,
        name=person.name,
        preferred_username=person.username,
        config_id=block.config_id,
        resource_link_id=BLOCK_ID,
        context_id=COURSE_ID,
        context_title=COURSE_TITLE,
        context_type=["course_offering"],
        launch_presentation_document_target="window",
        custom_parameters=json.loads(request.GET.get("custom", "{}")),
        deep_linking_content_item_id=request.GET.get("item"),
    )
    if request.GET.get("message") == "deep_linking":
        launch.message_type = "LtiDeepLinkingRequest"
    return HttpResponseRedirect(block.get_lti_consumer().prepare_preflight_url(launch))


def gradebook(_request: HttpRequest) -> HttpResponse:
    """Everyone's grade on the block, by username."""
    return JsonResponse(BLOCK.grades)


def picked(_request: HttpRequest) -> HttpResponse:
    """What was picked last, by item number."""
    items = LtiDlContentItem.objects.order_by("pk")
    return JsonResponse({item.pk: {"type": item.content_type} | item.attributes for item in items})


urlpatterns = [
    path("start", start),
    path("gradebook", gradebook),
    path("picked", picked),
    path("api/", include("lti_consumer.plugin.urls", namespace="lti_consumer")),
]
