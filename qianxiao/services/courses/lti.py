"""Launching a course that lies on another platform: LTI 1.3, this installation is the platform, the other side the tool.

The tool learns the learner's number and the course, never a name or an ID number (20-02-07). What was learned there comes
back as xAPI statements. IMS Security Framework 1.0: id_token by form post, signed with RS256.
"""

import json
import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import jwt
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.exceptions import ValidationError

from qianxiao.services.courses.models import Course, Learner, Learning, Platform

ALGORITHM, BITS = "RS256", 3072
DEPLOYMENT = "1"  # one registration per platform: more than one deployment is never needed
SECONDS = 300  # how long a launch may be used
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
# what the tool must ask for; anything else is another flow than the standard's
ASKED = {"scope": "openid", "response_type": "id_token", "response_mode": "form_post", "prompt": "none"}


def key_file() -> Path:
    """Where the private key lies, beside the keys of the vault."""
    return Path(settings.KEYS) / "lti.pem"


def make_key() -> None:
    """Make the key that launches are signed with, once."""
    path = key_file()
    if path.exists():
        return
    made = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    plain = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(plain)


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> rsa.RSAPrivateKey:
    found = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(found, rsa.RSAPrivateKey):
        raise TypeError(f"{path.name} is no RSA key")
    return found


def _key() -> rsa.RSAPrivateKey:
    """The private key. Raises FileNotFoundError where no platform was ever given a launch."""
    return _read(key_file(), key_file().stat().st_mtime_ns)


def _name(key: rsa.RSAPrivateKey) -> str:
    """The key's name in tokens: from the key itself, so that a new key has a new one."""
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    digest = hashes.Hash(hashes.SHA256())
    digest.update(public)
    return digest.finalize().hex()[:16]


def public_keys() -> dict[str, list[dict[str, Any]]]:
    """The public key as a JWK set; none where no key was made."""
    try:
        key = _key()
    except FileNotFoundError:
        return {"keys": []}
    told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return {"keys": [{**told, "kid": _name(key), "alg": ALGORITHM, "use": "sig"}]}


def origin(address: str) -> str:
    """Scheme and host of an address, as a page's policy names them."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def begun(platform: Platform, course: Course, learner: Learner, issuer: str) -> dict[str, str]:
    """The fields of the form that begins a launch at the tool's login address."""
    return {
        "iss": issuer,
        "login_hint": learner.number,
        "target_link_uri": course.address,
        "lti_message_hint": str(course.pk),
        "client_id": platform.code,
        "lti_deployment_id": DEPLOYMENT,
    }


def platform_asking(asked: Mapping[str, str], day: int) -> Platform:
    """The approved platform that asks, answered only at an address it registered. Raises ValidationError."""
    found = Platform.objects.filter(code=asked.get("client_id", "")).exclude(login="").first()
    if found is None or not found.approved(day):
        raise ValidationError("client_id")
    if asked.get("redirect_uri") not in found.redirects:
        raise ValidationError("redirect_uri")
    return found


def course_asked(asked: Mapping[str, str]) -> UUID:
    """The course a launch is about. Raises ValidationError for another flow, or a launch that did not begin here."""
    if any(asked.get(name) != value for name, value in ASKED.items()) or not asked.get("nonce"):
        raise ValidationError("invalid_request")
    try:
        return UUID(asked.get("lti_message_hint", ""))
    except ValueError as fault:
        raise ValidationError("invalid_request") from fault


def token(learning: Learning, asked: Mapping[str, str], issuer: str) -> str:
    """The signed message: this learner opens this course now."""
    key, now, course = _key(), int(time.time()), learning.course
    told = {
        "iss": issuer,
        "sub": learning.number,
        "aud": asked["client_id"],
        "iat": now,
        "exp": now + SECONDS,
        "nonce": asked["nonce"],
        f"{CLAIM}message_type": "LtiResourceLinkRequest",
        f"{CLAIM}version": "1.3.0",
        f"{CLAIM}deployment_id": DEPLOYMENT,
        f"{CLAIM}target_link_uri": course.address,
        f"{CLAIM}roles": [ROLE],
        f"{CLAIM}resource_link": {"id": str(course.pk), "title": course.title},
        f"{CLAIM}launch_presentation": {"locale": "zh-CN"},
    }
    return jwt.encode(told, key, ALGORITHM, headers={"kid": _name(key)})
