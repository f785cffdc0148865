"""Only who knows the key is heard, and only at the connection file's address."""

import errno
import socket
import unittest

import zmq
from jupyter_client.session import Session
from kernels import SharedKernel


class Signatures(SharedKernel):
    def setUp(self):
        self.stranger = zmq.Context.instance().socket(zmq.DEALER)
        self.stranger.connect(f"tcp://127.0.0.1:{self.kernel.manager.shell_port}")
        self.addCleanup(self.stranger.close, 0)

    def frames(self, session=None, code="var forged = 1;"):
        session = session or self.kernel.client.session
        return session.serialize(session.msg("execute_request", {"code": code}))

    def heard(self, frames):
        """Whether the kernel answers. What is sent after it is, so the kernel has had it by then."""
        self.stranger.send_multipart(frames)
        session = self.kernel.client.session
        info = session.msg("kernel_info_request", {})
        self.stranger.send_multipart(session.serialize(info))
        answers = []
        while not answers or answers[-1]["parent_header"]["msg_id"] != info["msg_id"]:
            self.assertTrue(self.stranger.poll(60_000), "no answer")
            _, parts = session.feed_identities(self.stranger.recv_multipart())
            answers.append(session.deserialize(parts))
        return len(answers) > 1

    def test_a_signed_message_is_heard_once(self):
        frames = self.frames(code="1")
        self.assertTrue(self.heard(frames))
        self.assertFalse(self.heard(frames), "a copy was heard")

    def test_forged_and_unsigned_messages_are_dropped(self):
        self.assertFalse(self.heard(self.frames(Session(key=b"another key"))))
        frames = self.frames()
        for signature in (b"", b"0" * 64, frames[1][:-1], frames[1].upper(), frames[1] + b"0"):
            self.assertFalse(self.heard([frames[0], signature, *frames[2:]]), signature)
        for part in range(2, 6):
            changed = list(frames)
            changed[part] = changed[part] + b" "
            self.assertFalse(self.heard(changed), f"part {part}")
        self.assertEqual(self.kernel.execute("forged")[0]["status"], "error")

    def test_other_addresses_are_closed(self):
        manager = self.kernel.manager
        for port in (manager.shell_port, manager.iopub_port, manager.stdin_port, manager.control_port, manager.hb_port):
            with socket.socket() as here, socket.socket() as elsewhere:
                self.assertEqual(here.connect_ex(("127.0.0.1", port)), 0)
                self.assertEqual(elsewhere.connect_ex(("127.0.0.2", port)), errno.ECONNREFUSED)


if __name__ == "__main__":
    unittest.main()
