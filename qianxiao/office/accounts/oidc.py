"""Client of a provincial single sign-on: OpenID Connect, code flow with PKCE; off unless the operator names an issuer."""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import jwt
from django.conf import settings
from django.utils.crypto import constant_time_compare

SIGNED = ["RS256", "ES256", "PS256"]  # asymmetric only: "none" and shared keys are never accepted
PATIENCE, MOST = 10, 1 << 20  # seconds and bytes for one answer of the issuer
LEEWAY = 60  # seconds the two clocks may differ


class SignOnProblem(Exception):
    """The other side did not answer as the standard says; nobody is let in."""


@dataclass(frozen=True)
class Asked:
    """What this browser session asked the issuer, to compare with what comes back."""

    state: str
    nonce: str
    verifier: str
    at: int

    @classmethod
    def new(cls) -> "Asked":
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state, nonce, verifier, int(time.time()))


def is_on() -> bool:
    """Whether the operator set up a single sign-on."""
    return bool(settings.OIDC_ISSUER)


def _fetch(address: str, form: dict[str, str] | None = None) -> dict[str, Any]:
    """One JSON object from the issuer. Raises SignOnProblem; plain http is for this machine only."""
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise SignOnProblem("the issuer must be reached by https")
    request = Request(address, urlencode(form).encode() if form else None)  # noqa: S310  the scheme was checked
    if form:
        pair = f"{settings.OIDC_CLIENT_ID}:{settings.OIDC_CLIENT_SECRET}".encode()
        request.add_header("Authorization", f"Basic {base64.b64encode(pair).decode()}")
    try:
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310  the scheme was checked
            found = json.loads(answer.read(MOST))
    except (URLError, TimeoutError, ValueError) as error:
        raise SignOnProblem(f"the issuer does not answer: {type(error).__name__}") from error
    if not isinstance(found, dict):
        raise SignOnProblem("the issuer did not answer with an object")
    return found


def discover() -> dict[str, Any]:
    """The issuer's addresses. Raises SignOnProblem when it is not who it should be."""
    found = _fetch(f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != settings.OIDC_ISSUER:
        raise SignOnProblem("another issuer answered")
    return found


def question(asked: Asked, back: str) -> str:
    """Where the browser is sent; `back` is our own address for the answer."""
    challenge = hashlib.sha256(asked.verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": back,
        "scope": "openid",
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    address = str(discover()["authorization_endpoint"])
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"


def who(asked: Asked, state: str, code: str, back: str) -> str:
    """The sign-in name the issuer vouches for. Raises SignOnProblem on anything that does not fit."""
    if not constant_time_compare(asked.state, state) or time.time() - asked.at > settings.SIGN_IN_PENDING:
        raise SignOnProblem("this answer belongs to no question of this session")
    told = discover()
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": asked.verifier,
    }
    token = str(_fetch(str(told["token_endpoint"]), form).get("id_token", ""))
    try:
        key = jwt.PyJWKClient(str(told["jwks_uri"]), timeout=PATIENCE).get_signing_key_from_jwt(token)
        claims = jwt.decode(
            token,
            key,
            algorithms=SIGNED,
            audience=settings.OIDC_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "aud", "iss", "sub", "nonce"]},
        )
    except jwt.PyJWTError as error:
        raise SignOnProblem(f"the token is not good: {type(error).__name__}") from error
    if not constant_time_compare(str(claims["nonce"]), asked.nonce):
        raise SignOnProblem("the token answers another question")
    return str(claims.get(settings.OIDC_CLAIM, ""))
