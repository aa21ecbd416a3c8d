"""Pings N checks of a switch by their slugs, each once: many.py PORT PREFIX N [QUERY]."""

import socket
import sys
import threading

port, prefix, count = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
query = sys.argv[4] if len(sys.argv) > 4 else ""
LINES, AT_ONCE = 16, 50


def line(first):
    with socket.create_connection(("127.0.0.1", port)) as switch:
        answers = switch.makefile("rb")
        mine = range(first, count, LINES)
        for start in range(0, len(mine), AT_ONCE):
            some = mine[start : start + AT_ONCE]
            request = "GET {}{}{} HTTP/1.1\r\nHost: localhost\r\n\r\n"
            switch.sendall("".join(request.format(prefix, i, query) for i in some).encode())
            for _ in some:
                status, length = answers.readline(), 0
                assert status.startswith(b"HTTP/1.1 20"), status
                while (head := answers.readline()) != b"\r\n":
                    if head.lower().startswith(b"content-length:"):
                        length = int(head[15:])
                answers.read(length)


threads = [threading.Thread(target=line, args=[i]) for i in range(LINES)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
