"""Receivers of webhooks on this machine: one that works, and every other kind.

    with Receivers(folder) as receivers:
        receivers.url("taken")              https://localhost:PORT/taken
        receivers.url("taken", "stranger")  the same by a server whose certificate is for nobody
        receivers.got("taken")              what came there: [(headers, body)]

The path says how a request is answered; see ANSWERS. The certificates are of an authority that is
made for the run by openssl: authority is its file.
"""
import socket
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATIENCE = 60  # seconds that nobody here waits for: obstat has to give up before


def openssl(folder, *words):
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


def authority_make(folder, name):
    openssl(folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", f"{name}.key", "-out", f"{name}.pem", "-days", "2", "-subj", f"/CN={name}")


def certificate_make(folder, authority, name, names):
    """NAME.pem and NAME.key, for those names, by that authority."""
    openssl(folder, "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
    with open(f"{folder}/{name}.ext", "w") as file:
        file.write(f"subjectAltName={names}\n")
    openssl(folder, "x509", "-req", "-in", f"{name}.csr", "-CA", f"{authority}.pem", "-CAkey",
            f"{authority}.key", "-CAcreateserial", "-days", "2", "-out", f"{name}.pem",
            "-extfile", f"{name}.ext")


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = self.path.split("?")[0].strip("/")
        with self.server.lock:
            self.server.came.append((path, dict(self.headers.items()), body))
        self.close_connection = True
        getattr(self, "answer_" + path.split("-")[0])(path)

    def say(self, status, headers=(), body=b""):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer_taken(self, path):
        self.say(204)

    def answer_late(self, path):
        """It takes it, after a while."""
        time.sleep(0.3)
        self.say(200, body=b"thanks")

    def answer_status(self, path):
        """status-500"""
        self.say(int(path.split("-")[1]), body=b"no")

    def answer_redirects(self, path):
        self.say(302, [("Location", self.server.elsewhere)])

    def answer_turn(self, path):
        """It answers 500 until it is told otherwise."""
        self.say(500 if self.server.down else 204)

    def answer_hangs(self, path):
        time.sleep(PATIENCE)

    def answer_half(self, path):
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"half of it")
        self.wfile.flush()
        self.connection.close()

    def answer_nothing(self, path):
        self.connection.close()

    def answer_endless(self, path):
        self.send_response(200)
        self.end_headers()
        self.pour(b"x" * 4096)

    def answer_headers(self, path):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self.pour(b"X-More: " + b"y" * 1000 + b"\r\n")

    def answer_early(self, path):
        """Answers before the answer, without end."""
        self.pour(b"HTTP/1.1 102 Processing\r\n\r\n")

    def answer_slow(self, path):
        self.send_response(200)
        self.send_header("Content-Length", "10000")
        self.end_headers()
        self.pour(b"z", 0.2)

    def answer_noise(self, path):
        self.wfile.write(b"\x00\x01\x02 this is no HTTP at all\r\n\r\n" * 10)

    def pour(self, bytes_again, pause=0.0):
        end = time.monotonic() + PATIENCE
        try:
            while time.monotonic() < end:
                self.wfile.write(bytes_again)
                time.sleep(pause)
        except OSError:
            pass

    def log_message(self, *words):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass

    def get_request(self):
        plain, address = super().get_request()
        plain.settimeout(PATIENCE)
        return self.tls.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), address

    def shutdown_request(self, request):
        try:
            super().shutdown_request(request)
        except OSError:
            pass


class Receivers:
    def __init__(self, folder):
        self.folder = folder

    def __enter__(self):
        self.lock, self.came, self.servers = threading.Lock(), [], {}
        authority_make(self.folder, "authority")
        authority_make(self.folder, "nobody")
        certificate_make(self.folder, "authority", "known", "DNS:localhost,IP:127.0.0.1")
        certificate_make(self.folder, "authority", "another", "DNS:another.example")
        certificate_make(self.folder, "nobody", "stranger", "DNS:localhost,IP:127.0.0.1")
        self.authority = f"{self.folder}/authority.pem"
        for name in ("known", "another", "stranger"):
            self.serve(name)
        self.silent = socket.create_server(("127.0.0.1", 0))  # takes connections, says nothing
        return self

    def __exit__(self, *_):
        for server in self.servers.values():
            server.shutdown()
        self.silent.close()

    def serve(self, name, oldest=ssl.TLSVersion.TLSv1_2, newest=ssl.TLSVersion.TLSv1_3):
        server = Server(("127.0.0.1", 0), Answer)
        server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.tls.load_cert_chain(f"{self.folder}/{name}.pem", f"{self.folder}/{name}.key")
        server.tls.minimum_version, server.tls.maximum_version = oldest, newest
        server.lock, server.came, server.down = self.lock, self.came, False
        self.servers[name] = server
        server.elsewhere = self.url("taken", "known") + "-elsewhere"
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def url(self, path, server="known"):
        return f"https://localhost:{self.servers[server].server_address[1]}/{path}"

    def silent_url(self):
        return f"https://localhost:{self.silent.getsockname()[1]}/taken"

    def down(self, down):
        self.servers["known"].down = down

    def got(self, path):
        with self.lock:
            return [(headers, body) for where, headers, body in self.came if where == path]
