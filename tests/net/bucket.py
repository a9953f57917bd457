"""A server that speaks as much of S3 as an archive needs, and looks closely at who asks.

Every request must be signed by AWS's version 4. The signature is worked out here once more, from
what came over the wire; so is the digest of what is put. `known_vector` holds this against the
example that AWS prints.
"""
import hashlib
import hmac
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote

ID, SECRET, TOKEN = "AKIATESTTESTTEST", "s3cret/of+the/archive==0123456789abcdef", "t0ken//of==a+session0123456789"


def canonical(method, path, headers, signed, payload):
    """The canonical request: what is signed."""
    lines = "".join(f"{name}:{' '.join(headers[name].split())}\n" for name in signed)
    return "\n".join([method, quote(unquote(path), safe="/-_.~"), "", lines, ";".join(signed), payload])


def signature(secret, scope, moment, request):
    """scope is DATE/REGION/s3/aws4_request."""
    key = ("AWS4" + secret).encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    text = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(request.encode()).hexdigest()])
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def known_vector():
    """"Authenticating Requests: Using the Authorization Header", example "GET Object"."""
    empty = hashlib.sha256(b"").hexdigest()
    headers = {"host": "examplebucket.s3.amazonaws.com", "range": "bytes=0-9",
               "x-amz-content-sha256": empty, "x-amz-date": "20130524T000000Z"}
    request = canonical("GET", "/test.txt", headers, sorted(headers), empty)
    return signature("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "20130524/us-east-1/s3/aws4_request",
                     "20130524T000000Z", request)


KNOWN = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"


def objection(handler, payload):
    """Why the request is not signed as it must be; None where it is."""
    headers = {name.lower(): value for name, value in handler.headers.items()}
    try:
        scheme, rest = headers["authorization"].split(" ", 1)
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        credential = parts["Credential"].split("/", 1)
        signed = parts["SignedHeaders"].split(";")
        moment = headers["x-amz-date"]
    except (KeyError, ValueError):
        return "it is not signed"
    if scheme != "AWS4-HMAC-SHA256" or credential[0] != ID:
        return "it is signed by somebody else"
    if credential[1] != f"{moment[:8]}/eu-test-1/s3/aws4_request":
        return "its scope is another"
    if not {"host", "x-amz-content-sha256", "x-amz-date"} <= set(signed) or signed != sorted(signed):
        return "a header is not signed"
    if "x-amz-security-token" in headers and "x-amz-security-token" not in signed:
        return "its token is not signed"
    if headers.get("x-amz-security-token") != handler.server.token:
        return "it has no token"
    if abs(time.time() - time.mktime(time.strptime(moment + "UTC", "%Y%m%dT%H%M%SZ%Z")) + time.timezone) > 900:
        return "it is old"
    if headers["x-amz-content-sha256"] != hashlib.sha256(payload).hexdigest():
        return "its payload is not what was signed"
    request = canonical(handler.command, handler.path, headers, signed, headers["x-amz-content-sha256"])
    if parts["Signature"] != signature(SECRET, credential[1], moment, request):
        return "the signature does not hold"
    return None


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def say(self, status, body=b"", code=None):
        if code:
            body = f"<?xml version='1.0'?><Error><Code>{code}</Code></Error>".encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def heard(self, payload):
        why = objection(self, payload)
        self.server.heard.append((self.command, self.path, why))
        if why:
            self.server.objections.append(why)
            self.say(403, code="SignatureDoesNotMatch")
        elif self.server.down:
            self.say(503, code="SlowDown")
        return why is None and not self.server.down

    def do_PUT(self):
        payload = self.rfile.read(int(self.headers["Content-Length"]))
        if self.heard(payload):
            self.server.objects[self.path] = payload
            self.say(200)

    def do_GET(self):
        if not self.heard(b""):
            return
        if self.path in self.server.objects:
            self.say(200, self.server.objects[self.path])
        else:
            self.say(404, code="NoSuchKey")

    def log_message(self, *words):
        pass


class Bucket(ThreadingHTTPServer):
    """On 127.0.0.1; by TLS where a certificate is given."""
    daemon_threads = True

    def __init__(self, certificate=None, token=None):
        super().__init__(("127.0.0.1", 0), Answer)
        self.token, self.objects, self.heard, self.objections, self.down = token, {}, [], [], False
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(f"{certificate}.pem", f"{certificate}.key")
            self.socket = context.wrap_socket(self.socket, server_side=True)
            self.address = f"https://localhost:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()
