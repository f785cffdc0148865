"""How a kernel ends: told to, by accident, or because its parent has gone."""

import os
import subprocess
import sys
import time
import unittest

from jupyter_client.kernelspec import get_kernel_spec
from kernels import Kernel, is_silent, texts

ORPHAN = """
import os, sys
from jupyter_client import KernelManager
manager = KernelManager(kernel_name=".net-csharp", client_class="jupyter_client.blocking.BlockingKernelClient")
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
print(manager.provisioner.pid, flush=True)
os._exit(0)
"""


class Life(unittest.TestCase):
    def start(self, **options):
        kernel = Kernel(**options)
        self.addCleanup(kernel.close)
        return kernel

    def test_shutdown_is_answered_on_its_channel_and_to_all(self):
        for channel, restart in (("control", False), ("shell", True)):
            kernel = self.start()
            request = kernel.send("shutdown_request", {"restart": restart}, channel)
            messages = kernel.published(request)
            wanted = {"status": "ok", "restart": restart}
            self.assertEqual(kernel.reply(request, channel)["content"], wanted)
            self.assertIn(("shutdown_reply", wanted), [(m["msg_type"], m["content"]) for m in messages])
            self.assertTrue(kernel.ends())

    def test_shutdown_while_a_cell_runs(self):
        kernel = self.start()
        code = "Console.Write(1); new Thread(() => Thread.Sleep(-1)).Start(); while (true) { }"
        request = kernel.send("execute_request", {"code": code})
        kernel.published(request, until="stream")
        kernel.send("shutdown_request", {"restart": False}, "control")
        self.assertTrue(kernel.ends())

    def test_a_dead_kernel_can_be_restarted(self):
        kernel = self.start()
        for code in ("Environment.Exit(3);", "int Deep(int n) => 1 + Deep(n + 1); Deep(0)"):
            kernel.execute("var gone = 1;")
            kernel.send("execute_request", {"code": code})
            self.assertTrue(kernel.ends(60), code)
            kernel.client.stop_channels()
            kernel.manager.restart_kernel(now=True)
            kernel.connect()
            self.assertEqual(kernel.value("1 + 1"), "2")
            self.assertEqual(kernel.execute("gone")[0]["status"], "error")

    def test_an_error_on_another_thread_does_not_end_the_kernel(self):
        kernel = self.start()
        kernel.execute('_ = Task.Run(() => throw new Exception("task")); Thread.Sleep(100); GC.Collect();')
        for name, code in (("thread", 'var t = new Thread(() => throw new Exception("thread")); t.Start(); t.Join();'),
                           ("pool", 'ThreadPool.QueueUserWorkItem(_ => throw new Exception("pool")); Thread.Sleep(500);')):
            _, messages = kernel.execute(code)
            self.assertIn(f"Exception: {name}", texts(messages, "stderr"))
        self.assertEqual(kernel.value("1 + 1"), "2")

    def test_no_kernel_outlives_its_parent(self):
        parent = subprocess.run([sys.executable, "-c", ORPHAN], capture_output=True, text=True, timeout=120)
        pid = int(parent.stdout)
        end = time.time() + 15
        while time.time() < end and self.lives(pid):
            time.sleep(0.1)
        self.assertFalse(self.lives(pid), "the kernel lives on")

    @staticmethod
    def lives(pid):
        try:
            with open(f"/proc/{pid}/stat") as stat:
                return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
        except FileNotFoundError:
            return False

    def test_a_moved_repository_is_told(self):
        argv = get_kernel_spec(".net-csharp").argv
        launcher = argv[3]
        self.assertTrue(os.access(launcher, os.X_OK), argv)
        moved = [part.replace(launcher, launcher + "-gone") for part in argv]
        told = subprocess.run(moved, capture_output=True, text=True, timeout=60)
        self.assertEqual(told.returncode, 6)
        self.assertIn(f"CourseKit is not at {launcher}-gone any more", told.stderr)
        self.assertIn("./coursekit kernel install", told.stderr)

    def test_ipc(self):
        kernel = self.start(transport="ipc")
        self.assertEqual(kernel.value("6 * 7"), "42")
        path = f"{kernel.manager.ip}-{kernel.manager.shell_port}"
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        kernel.send("shutdown_request", {"restart": False}, "control")
        self.assertTrue(kernel.ends())
        self.assertFalse(os.path.exists(path))

    def test_without_a_key_nothing_is_signed(self):
        kernel = self.start(key=b"")
        self.assertEqual(kernel.value("6 * 7"), "42")
        self.assertTrue(is_silent(kernel.client, 0.1))


if __name__ == "__main__":
    unittest.main()
