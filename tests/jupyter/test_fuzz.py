"""Bytes, frames and messages that nobody should send: the kernel stays up, still executes, and its memory stays bounded."""

import json
import os
import random
import socket
import struct
import time
import unittest

import zmq
from kernels import SharedKernel

SEED = 20261127

# What the process may grow by during one test; 46 MB were the most that was seen. What peers can make it keep is bounded by 128 MB.
BOUND = 256 * 1024 * 1024
# In the flood 16 MB may wait for clients that do not read, and the runtime collects late: 228 MB were seen.
FLOOD_BOUND = 512 * 1024 * 1024
# After so many megabytes the cell waits: 16 for the kernel to send, and what is under way; 32 MB were seen.
FLOOD = 80

GREETING = b"\xff" + bytes(8) + b"\x7f\x03\x01NULL" + bytes(16) + b"\0" + bytes(31)
MANY = 80


def frame(body, flags=0):
    if len(body) > 255:
        return bytes([flags | 2]) + struct.pack(">Q", len(body)) + body
    return bytes([flags, len(body)]) + body


def ready(kind, identity=b""):
    body = b"\x05READY"
    for name, value in ((b"Socket-Type", kind), (b"Identity", identity)):
        body += bytes([len(name)]) + name + struct.pack(">I", len(value)) + value
    return frame(body, 4)


class Fuzz(SharedKernel):
    def setUp(self):
        self.bound = BOUND
        self.random = random.Random(SEED)
        self.manager = self.kernel.manager
        self.peers = {
            self.manager.shell_port: b"DEALER", self.manager.control_port: b"DEALER", self.manager.stdin_port: b"DEALER",
            self.manager.iopub_port: b"SUB", self.manager.hb_port: b"REQ",
        }
        self.before = self.memory()

    def tearDown(self):
        self.assertTrue(self.manager.is_alive(), "the kernel has died")
        self.assertEqual(self.kernel.value("6 * 7"), "42")
        grown = self.memory() - self.before
        print(f"{self._testMethodName}: {grown / 1e6:+.0f} MB")
        self.assertLess(grown, self.bound)

    def memory(self):
        with open(f"/proc/{self.kernel.pid}/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def throw(self, port, *pieces):
        """Sends bytes as far as the kernel takes them, and hears what it has to say until it closes, for a moment."""
        with socket.create_connection(("127.0.0.1", port)) as peer:
            peer.settimeout(0.02)
            try:
                for piece in pieces:
                    peer.sendall(piece)
                while peer.recv(65536):
                    pass
            except OSError:
                pass

    def noise(self, most=300):
        return self.random.randbytes(self.random.randrange(most))

    def test_random_bytes(self):
        for _ in range(MANY):
            self.throw(self.random.choice(list(self.peers)), self.noise())

    def test_greetings_with_a_wrong_byte(self):
        for port, kind in self.peers.items():
            for at in range(0, 64, 5):
                greeting = bytearray(GREETING)
                greeting[at] ^= 1 << self.random.randrange(8)
                self.throw(port, bytes(greeting), ready(kind), frame(b"x"))

    def test_random_frames_after_a_handshake(self):
        for _ in range(MANY):
            port, kind = self.random.choice(list(self.peers.items()))
            frames = [bytes([self.random.randrange(256)]) + self.noise() for _ in range(5)]
            self.throw(port, GREETING, ready(kind, self.noise(20)), *frames)

    def test_random_commands(self):
        names = (b"READY", b"PING", b"PONG", b"SUBSCRIBE", b"CANCEL", b"ERROR", b"JOIN", b"")
        for _ in range(MANY):
            port, kind = self.random.choice(list(self.peers.items()))
            name = self.random.choice(names)
            body = bytes([self.random.choice((len(name), 0, 255))]) + name + self.noise(40)
            self.throw(port, GREETING, self.random.choice((ready(kind), b"")), frame(body, 4))

    def test_sizes_beyond_all_bounds(self):
        for port, kind in self.peers.items():
            for size in (2**63, 2**64 - 1, 2**40, 2**31, 17 * 1024 * 1024):
                self.throw(port, GREETING, ready(kind), b"\x02" + struct.pack(">Q", size), bytes(100_000))
            for flags in (2 | 4, 1 | 2):
                self.throw(port, GREETING, ready(kind), bytes([flags]) + struct.pack(">Q", 16 * 1024 * 1024 - 10), bytes(100_000))

    def test_messages_that_never_end(self):
        for port in (self.manager.shell_port, self.manager.control_port, self.manager.stdin_port):
            with socket.create_connection(("127.0.0.1", port)) as peer:
                peer.settimeout(5)
                with self.assertRaises(ConnectionError):
                    peer.sendall(GREETING + ready(b"DEALER"))
                    for _ in range(400):
                        peer.sendall(frame(bytes(100_000), 1))
                    while peer.recv(65536):
                        pass
                    raise ConnectionResetError

    def test_more_peers_than_there_is_room_for(self):
        peers = [socket.create_connection(("127.0.0.1", self.manager.hb_port), timeout=5) for _ in range(150)]
        greeted = 0
        for peer in peers: # none is closed yet, which would make room for another
            try:
                greeted += len(peer.recv(64)) > 0
            except ConnectionError:
                pass
        for peer in peers:
            peer.close()
        self.assertTrue(0 < greeted <= 64, greeted)

    def test_a_flood_fills_no_memory_though_one_client_never_reads(self):
        self.flood("stream", "var bytes = 0L; while (true) { Console.WriteLine(new string('x', 1000)); bytes += 1001; }")

    def test_a_flood_of_displayed_values_fills_no_memory_either(self):
        self.flood("display_data", "var bytes = 0L; while (true) { display(HTML(new string('x', 1_000_000))); bytes += 1_000_000; }")

    def flood(self, kind, code):
        self.bound = FLOOD_BOUND
        with socket.create_connection(("127.0.0.1", self.manager.iopub_port)) as deaf:
            deaf.sendall(GREETING + ready(b"SUB") + frame(b"\1"))
            request = self.kernel.send("execute_request", {"code": code})
            self.kernel.published(request, until=kind)
            time.sleep(5)
            self.assertLess(self.memory() - self.before, self.bound)
            self.manager.interrupt_kernel()
            self.kernel.published(request)
            self.assertEqual(self.kernel.reply(request)["content"]["ename"], "Interrupted")
        megabytes = float(self.kernel.value("bytes / 1e6"))
        print(f"{kind}: the cell had to wait after {megabytes:.0f} MB")
        self.assertLess(megabytes, FLOOD)

    def test_malformed_messages_from_a_real_socket(self):
        session = self.kernel.client.session
        good = session.serialize(session.msg("execute_request", {"code": "1"}))
        with zmq.Context.instance().socket(zmq.DEALER) as peer:
            peer.linger = 1000
            peer.connect(f"tcp://127.0.0.1:{self.manager.shell_port}")
            for _ in range(MANY):
                frames = list(good)
                for _ in range(self.random.randrange(1, 3)):
                    at = self.random.randrange(len(frames))
                    frames[at:at + 1] = self.random.choice(([], [self.noise()], [frames[at], frames[at]], [b""]))
                peer.send_multipart(frames or [b""])

    def test_signed_messages_that_make_no_sense(self):
        session = self.kernel.client.session
        header = session.msg("execute_request")["header"]
        kinds = ("execute", "complete", "inspect", "is_complete", "history", "comm_info", "shutdown", "interrupt", "comm_open", "kernel_info", "input", "")
        values = (b"5", b"null", b"[]", b'"\\ud800"', b"1e999", b"{}", b"true", b'"x"', b"[" * 200, b"\xff", b'{"a":1,"a":2}', b"-1")
        with zmq.Context.instance().socket(zmq.DEALER) as peer:
            peer.linger = 1000
            peer.connect(f"tcp://127.0.0.1:{self.manager.shell_port}")
            for number in range(MANY):
                kind = self.random.choice(kinds)
                names = self.random.sample(("code", "silent", "cursor_pos", "detail_level", "n", "hist_access_type", "pattern", "user_expressions", "allow_stdin", "comm_id"), 3)
                content = b"{" + b",".join(json.dumps(name).encode() + b":" + self.random.choice(values) for name in names) + b"}"
                contents = (b'{"restart":5}',) if kind == "shutdown" else (content, *values)
                fields = {**header, "date": str(header["date"]), "msg_id": f"nonsense {number}", "msg_type": self.random.choice((kind + "_request", kind))}
                parts = [json.dumps(fields).encode(), self.random.choice((b"{}", b"5", b"")), b"{}", self.random.choice(contents)]
                peer.send_multipart([b"<IDS|MSG>", session.sign(parts), *parts])


if __name__ == "__main__":
    unittest.main()
