"""A small issuer of OpenID Connect on this machine: its own key, real signatures, and answers that can be spoilt."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "qianxiao", "shared-only-in-tests"


class Issuer:
    """Serves discovery, keys and tokens; `spoil` changes the claims, `sign` the way they are signed."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        self.codes: dict[str, dict[str, str]] = {}
        self.spoil: dict[str, Any] = {}
        self.sign: Any = None
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._say(issuer.discovery() if "well-known" in self.path else issuer.keys())

            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self._say(
                    issuer.token({k: v[0] for k, v in form.items()}, self.headers.get("Authorization", ""))
                )

            def _say(self, told: dict[str, Any] | None) -> None:
                data = json.dumps(told).encode()
                self.send_response(200 if told is not None else 400)
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def discovery(self) -> dict[str, Any]:
        paths = {"authorization_endpoint": "/ask", "token_endpoint": "/token", "jwks_uri": "/keys"}
        return {"issuer": self.url} | {name: self.url + path for name, path in paths.items()}

    def keys(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def consent(self, address: str, subject: str) -> dict[str, str]:
        """What the person's browser brings back after signing in there."""
        query = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
        self.codes["c0de"] = {**query, "sub": subject}
        return {"state": query["state"], "code": "c0de"}

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        asked = self.codes.pop(form.get("code", ""), None)
        pair = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or authorization != f"Basic {pair}" or challenge != asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": asked["sub"], "nonce": asked["nonce"], "iat": now,
                  "exp": now + 300, **self.spoil}  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        sign = self.sign or (lambda told: jwt.encode(told, self.key, "RS256", {"kid": "one"}))
        return {"id_token": sign(claims)}
