"""Receivers of messages: real HTTP servers on loopback, well-behaved ones and others."""

import http.server
import json
import socket
import ssl
import subprocess
import threading
import time
import urllib.request


class Receiver:
    """Takes what it is sent and, unless told otherwise, confirms subscriptions as a subscriber would: by its link.

    `answer` is a function of (path, headers, body) that gives a status, or None for 200.
    """

    def __init__(self, stack, answer=None, confirms=True, port=0, tls=None):
        self.messages, self.headers, self.lock = [], [], threading.Lock()
        self.answer, self.confirms, self.tls = answer, confirms, tls
        self.server, self.port = None, port
        self.start()
        stack.callback(self.stop)

    def start(self):
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = receiver.take(self.path, dict(self.headers), body) or 200
                if status is True:
                    return
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            allow_reuse_address, daemon_threads = True, True
            request_queue_size = 256

            def handle_error(self, *_):
                pass  # the service was killed in the middle: that is what is tried

        self.server = Server(("127.0.0.1", self.port), Handler)
        if self.tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*self.tls)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    def stop(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    @property
    def url(self):
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}/hook"

    def take(self, path, headers, body):
        status = self.answer(path, headers, body) if self.answer else None
        if status and status >= 300:
            return status
        try:
            message = json.loads(body)
        except ValueError:
            message = {"Type": "Raw", "Message": body.decode()}
        with self.lock:
            self.messages.append(message)
            self.headers.append(headers)
        if self.confirms and isinstance(message, dict) and message.get("Type") == "SubscriptionConfirmation":
            # After the answer, as a receiver with a queue would.
            threading.Thread(target=lambda: urllib.request.urlopen(message["SubscribeURL"], timeout=30).read()).start()
        return status

    def of_type(self, kind):
        with self.lock:
            return [message for message in self.messages if message.get("Type") == kind]

    @property
    def notifications(self):
        return self.of_type("Notification")

    @property
    def texts(self):
        return [message["Message"] for message in self.notifications]


class Rogue:
    """A receiver that does with every connection what `behave(connection)` says. It answers confirmations by itself when
    `confirms` is given a function that gets the message, so that it can be subscribed at all."""

    def __init__(self, stack, behave):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port, self.behave, self.connections = self.listener.getsockname()[1], behave, 0
        self.is_tame, self.confirmed = True, threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()
        stack.callback(self.listener.close)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/rogue"

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection:
            try:
                request = self._read(connection)
                while request and self.is_tame:
                    message = json.loads(request)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                    if message["Type"] == "SubscriptionConfirmation":
                        urllib.request.urlopen(message["SubscribeURL"], timeout=30).read()
                        self.is_tame = False
                        self.confirmed.set()
                    request = self._read(connection)
                if request:
                    self.connections += 1
                    self.behave(connection)
            except (OSError, ValueError):
                pass

    @staticmethod
    def _read(connection):
        data = b""
        while b"\r\n\r\n" not in data:
            more = connection.recv(65536)
            if not more:
                return None
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.decode().lower().split("\r\n")
        length = int(next(line.split(":")[1] for line in lines if line.startswith("content-length:")))
        while len(body) < length:
            body += connection.recv(65536)
        return body


def hangs(connection):
    while connection.recv(65536):
        pass


def closes(connection):
    connection.close()


def redirects(connection):
    connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/secret\r\nContent-Length: 0\r\n\r\n")


def fails(connection):
    connection.sendall(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")


def floods(connection):
    """A gigabyte in answer, with a status that asks for another try."""
    connection.sendall(b"HTTP/1.1 500 Sorry\r\nContent-Length: 1073741824\r\n\r\n")
    block = b"x" * 65536
    for _ in range(16384):
        connection.sendall(block)


def certificate(directory, name="127.0.0.1"):
    """A self-signed certificate that nobody trusts."""
    key, crt = directory / "rogue.key", directory / "rogue.crt"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", crt, "-days", "2",
         "-subj", f"/CN={name}", "-addext", f"subjectAltName=IP:{name}"], check=True, capture_output=True)
    return str(crt), str(key)
