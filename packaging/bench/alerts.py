"""A webhook for benchmarks: alerts.py PORT-FILE LOG-FILE. Logs of each alert how long after its
deadline it came, in ms, and the name of its check."""

import json
import os
import sys
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hook(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Else each answer waits for the client's delayed acknowledgement.
    disable_nagle_algorithm = True

    def do_POST(self):
        came = datetime.now(timezone.utc)
        alert = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        late = (came - datetime.fromisoformat(alert["at"])).total_seconds()
        with open(sys.argv[2], "a") as log:
            log.write(f"{late * 1000:.0f} {alert['kind']} {alert['check']}\n")
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK")

    def log_message(self, *ignored):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
with open(sys.argv[1] + ".new", "w") as port:
    port.write(str(server.server_port))
os.rename(sys.argv[1] + ".new", sys.argv[1])
server.serve_forever()
