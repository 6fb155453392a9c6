# SPDX-License-Identifier: GPL-3.0-or-later
"""A server of one folder on the loopback, with byte ranges, that can hang up in the middle.

usage: weights_server.py FOLDER LOG [BREAK_AFTER]   prints its port, serves until stdin ends; each GET is a line in LOG:
path, first byte. With BREAK_AFTER the first GET ends after so many bytes.
"""
import http.server
import os
import re
import sys
import threading

folder, log = sys.argv[1], sys.argv[2]
break_after = [int(sys.argv[3])] if len(sys.argv) > 3 else []


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, body):
        path = os.path.join(folder, os.path.basename(self.path))
        if not os.path.isfile(path):
            self.send_error(404)
            return
        with open(path, "rb") as file:
            content = file.read()
        asked = re.match(r"bytes=(\d+)-$", self.headers.get("Range", ""))
        first = int(asked.group(1)) if asked else 0
        if first >= len(content) > 0:
            self.send_error(416)
            return
        self.send_response(206 if asked else 200)
        if asked:
            self.send_header("Content-Range", f"bytes {first}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - first))
        self.end_headers()
        if not body:
            return
        with open(log, "a") as file:
            file.write(f"{self.path} {first}\n")
        if break_after:
            self.wfile.write(content[first:first + break_after.pop()])
            self.wfile.flush()
            self.connection.close()
            return
        self.wfile.write(content[first:])

    def do_GET(self):
        self.answer(True)

    def do_HEAD(self):
        self.answer(False)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
