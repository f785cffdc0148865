"""A kernel and a client for the tests: Jupyter's own, from the installed kernelspec."""

import queue
import signal
import time
import unittest

from jupyter_client import KernelManager

# A script's background job is started with SIGINT ignored, and so would be the kernels it starts: they could not be interrupted by signal.
signal.signal(signal.SIGINT, signal.default_int_handler)

PATIENCE = 60
CLIENT = "jupyter_client.blocking.BlockingKernelClient"


class Kernel:
    """A running kernel with one client."""

    def __init__(self, transport="tcp", key=None, **start):
        self.manager = KernelManager(kernel_name=".net-csharp", transport=transport, client_class=CLIENT)
        if key is not None:
            self.manager.session.key = key
        self.manager.start_kernel(**start)
        self.connect()

    def connect(self):
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    @property
    def pid(self):
        return self.manager.provisioner.pid

    def send(self, kind, content, channel="shell"):
        """Sends a request and returns its id."""
        message = self.client.session.msg(kind, content)
        getattr(self.client, channel + "_channel").send(message)
        return message["header"]["msg_id"]

    def reply(self, request, channel="shell"):
        """The answer to a request; earlier messages of other requests are dropped."""
        while True:
            message = getattr(self.client, f"get_{channel}_msg")(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == request:
                return message

    def published(self, request, until="idle"):
        """What is published for a request, up to idle or to the first message of another type."""
        messages = []
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == request:
                messages.append(message)
                if message["msg_type"] == until:
                    return messages
                if message["content"].get("execution_state") == "idle":
                    assert until == "idle", f"no {until} came: {messages}"
                    return messages

    def execute(self, code, **options):
        """Runs a cell; returns the content of the reply and the published messages without their busy and idle."""
        content = dict(code=code, silent=False, store_history=True, user_expressions={}, allow_stdin=False, stop_on_error=True)
        request = self.send("execute_request", {**content, **options})
        return self.outcome(request)

    def outcome(self, request):
        messages = self.published(request)
        states = [m["content"]["execution_state"] for m in messages if m["msg_type"] == "status"]
        assert states == ["busy", "idle"], states
        assert messages[0]["msg_type"] == "status" and messages[-1]["msg_type"] == "status", "busy is first and idle is last"
        reply = self.reply(request)
        assert reply["msg_type"] == "execute_reply", reply["msg_type"]
        return reply["content"], messages[1:-1]

    def value(self, expression):
        """The text of an expression's value."""
        reply, messages = self.execute(expression)
        assert reply["status"] == "ok", reply
        return [m["content"]["data"]["text/plain"] for m in messages if m["msg_type"] == "execute_result"][0]

    def ask(self, kind, content, channel="shell"):
        """The content of the answer to a request."""
        request = self.send(kind, content, channel)
        self.published(request)
        reply = self.reply(request, channel)
        assert reply["msg_type"] == kind.replace("_request", "_reply"), reply["msg_type"]
        return reply["content"]

    def ends(self, patience=15):
        """True if the process ends within that many seconds."""
        end = time.time() + patience
        while self.manager.is_alive() and time.time() < end:
            time.sleep(0.05)
        return not self.manager.is_alive()

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()


def texts(messages, name="stdout"):
    """What the messages say on a console stream."""
    return "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream" and m["content"]["name"] == name)


def kinds(messages):
    return [m["msg_type"] for m in messages]


def is_silent(client, seconds=0.5):
    """True if nothing comes over the shell channel for a while."""
    try:
        client.get_shell_msg(timeout=seconds)
        return False
    except queue.Empty:
        return True


class SharedKernel(unittest.TestCase):
    """Tests that use one kernel together, since a start takes a second."""

    folder = None

    @classmethod
    def setUpClass(cls):
        cls.kernel = Kernel(cwd=cls.folder)

    @classmethod
    def tearDownClass(cls):
        cls.kernel.close()
