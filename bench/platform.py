"""The learning platform every peer is launched from: one key, one course, as many people as asked.

Its claims are those a full Moodle launch carries, so that a peer which stores or checks them pays
for what it would meet at work.
"""

import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jwt.algorithms import RSAAlgorithm

LTI = "https://purl.imsglobal.org/spec/lti/claim"
ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
KID = "bench"


@dataclass(frozen=True)
class Platform:
    """A platform at `url`, its issuer too, which is where its key set is served.

    Its grade and roster services are at `services`.
    """

    url: str
    services: str
    client_id: str = "bench-client"
    deployment_id: str = "1"

    @cached_property
    def key(self) -> rsa.RSAPrivateKey:
        """The key its launches are signed with."""
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @cached_property
    def private_pem(self) -> bytes:
        """The same key as text, for peers that must be given some key of their own."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    @cached_property
    def key_set(self) -> dict[str, Any]:
        """Its public key set (RFC 7517)."""
        public = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [public | {"kid": KID, "alg": "RS256", "use": "sig"}]}

    def login(self, target: str, person: int) -> dict[str, str]:
        """The parameters of a login initiation (LTI security framework, section 5.1.1.1)."""
        return {
            "iss": self.url,
            "target_link_uri": target,
            "login_hint": str(person),
            "lti_message_hint": '{"cmid":42,"launchid":"ltilaunch_LtiResourceLinkRequest_17"}',
            "client_id": self.client_id,
            "lti_deployment_id": self.deployment_id,
        }

    def id_token(self, target: str, person: int, nonce: str) -> str:
        """A signed resource link launch of one person (LTI core 1.3, section 5.3)."""
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": self.client_id,
            "sub": str(person),
            "iat": now,
            "exp": now + 60,
            "nonce": nonce,
            "name": name(person),
            "given_name": "Ben",
            "family_name": f"Okafor {person}",
            "email": f"ben{person}@northwind.example",
            **{f"{LTI}/{claim}": value for claim, value in self._lti_claims(target).items()},
            **self._service_claims(),
        }
        return jwt.encode(claims, self.key, "RS256", {"kid": KID})

    def _lti_claims(self, target: str) -> dict[str, Any]:
        return {
            "message_type": "LtiResourceLinkRequest",
            "version": "1.3.0",
            "deployment_id": self.deployment_id,
            "target_link_uri": target,
            "roles": [ROLE],
            "resource_link": {"id": "42", "title": "This week", "description": ""},
            "context": {
                "id": "7",
                "label": "LEAD1",
                "title": "Leading from where you are",
                "type": ["CourseSection"],
            },
            "tool_platform": {
                "product_family_code": "moodle",
                "version": "2024100700",
                "guid": "0123456789abcdef0123456789abcdef",
                "name": "Northwind",
            },
            "launch_presentation": {
                "locale": "en",
                "document_target": "iframe",
                "return_url": f"{self.url}/return?course=7&launch_container=3&instanceid=1",
            },
        }

    def _service_claims(self) -> dict[str, Any]:
        ags = "https://purl.imsglobal.org/spec/lti-ags"
        nrps = "https://purl.imsglobal.org/spec/lti-nrps"
        return {
            f"{ags}/claim/endpoint": {
                "scope": [
                    f"{ags}/scope/{what}" for what in ("lineitem", "result.readonly", "score")
                ],
                "lineitems": f"{self.services}/7/lineitems?type_id=1",
                "lineitem": f"{self.services}/7/lineitems/3/lineitem?type_id=1",
            },
            f"{nrps}/claim/namesroleservice": {
                "context_memberships_url": f"{self.services}/7/memberships",
                "service_versions": ["1.0", "2.0"],
            },
        }


def name(person: int) -> str:
    """What the person with this number is called."""
    return f"Ben Okafor {person}"
