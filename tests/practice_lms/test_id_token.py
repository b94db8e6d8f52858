"""A launch tells the tool who opened what, in the shape of a Moodle's."""

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
INSTRUCTOR = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"


def test_ben_is_named(platform):
    claims = platform.launch("12")
    assert claims["sub"] == "12"
    assert claims["name"] == "Ben Okafor"
    assert claims["given_name"] == "Ben"
    assert claims["family_name"] == "Okafor"
    assert claims["email"] == "ben.okafor@norrvik.example"


def test_the_token_is_for_this_login_and_lives_a_minute(platform):
    claims = platform.launch("12")
    assert claims["nonce"] == "nonce-1"
    assert claims["exp"] - claims["iat"] == 60
    assert claims["aud"] == "baton-demo"
    assert "azp" not in claims


def test_a_token_can_live_shorter(make_platform):
    claims = make_platform(id_token_seconds=30).launch("12")
    assert claims["exp"] - claims["iat"] == 30


def test_the_message_is_a_resource_link_request(platform, tool):
    claims = platform.launch("12", "module-ask-early")
    assert claims[f"{LTI}version"] == "1.3.0"
    assert claims[f"{LTI}message_type"] == "LtiResourceLinkRequest"
    assert claims[f"{LTI}deployment_id"] == "1"
    assert claims[f"{LTI}target_link_uri"] == f"{tool.origin}/lti/launch"
    assert claims[f"{LTI}resource_link"]["id"] == "module-ask-early"
    assert claims[f"{LTI}resource_link"]["title"] == "Ask early"


def test_the_context_is_the_course(platform):
    assert platform.launch("12")[f"{LTI}context"] == {
        "id": "course-1",
        "label": "LEAD",
        "title": "Leadership at Norrvik",
        "type": ["CourseSection"],
    }


def test_leaders_are_instructors_and_the_others_learners(platform):
    assert platform.launch("11")[f"{LTI}roles"] == [INSTRUCTOR]
    assert platform.launch("12")[f"{LTI}roles"] == [LEARNER]


def test_a_module_link_names_its_module_and_the_weekly_link_none(platform):
    assert platform.launch("12", "module-ask-early")[f"{LTI}custom"] == {"module": "ask-early"}
    assert platform.launch("12", "week-now")[f"{LTI}custom"] == {}


def test_each_link_has_a_column_of_its_own(platform):
    service = platform.launch("12", "week-now")[AGS]
    assert service["lineitems"] == f"{platform.origin}/course-1/lineitems?type_id=1"
    assert service["lineitem"] == f"{platform.origin}/course-1/lineitems/1/lineitem?type_id=1"
    other = platform.launch("12", "module-ask-early")[AGS]
    assert other["lineitem"] == f"{platform.origin}/course-1/lineitems/7/lineitem?type_id=1"


def test_a_link_whose_column_was_deleted_names_none(platform):
    platform.lms.gradebook.remove_column(1)
    assert "lineitem" not in platform.launch("12", "week-now")[AGS]


def test_the_roster_is_offered(platform):
    assert platform.launch("12")[NRPS] == {
        "context_memberships_url": f"{platform.origin}/course-1/memberships",
        "service_versions": ["1.0", "2.0"],
    }


def test_the_presentation_says_frame_or_window(platform):
    frame = platform.launch("12")[f"{LTI}launch_presentation"]
    assert frame["document_target"] == "iframe"
    assert frame["locale"] == "en"
    assert frame["return_url"] == f"{platform.origin}/return?link=week-now"
    window = platform.launch("12", target="window")[f"{LTI}launch_presentation"]
    assert window["document_target"] == "window"


def test_a_course_can_be_in_swedish(make_platform):
    claims = make_platform(locale="sv").launch("12")
    assert claims[f"{LTI}launch_presentation"]["locale"] == "sv"
