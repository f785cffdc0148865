"""Interrupts by message and by signal, and the heartbeat meanwhile."""

import os
import pathlib
import signal
import time
import unittest

import zmq
from kernels import SharedKernel

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


class Interrupt(SharedKernel):
    folder = str(REPOSITORY / "notebooks")

    def stops(self, code, left_behind=False, **options):
        """Both kinds of interrupt stop the code, or leave it behind, and what was before it is still there."""
        self.kernel.execute("var kept = 41;")
        for way in (self.by_message, self.by_signal):
            request = self.kernel.send("execute_request", {"code": 'Console.Write("started"); ' + code, **options})
            self.kernel.published(request, until="stream")
            time.sleep(0.3)
            way()
            messages = self.kernel.published(request)
            reply = self.kernel.reply(request)["content"]
            self.assertEqual((reply["status"], reply["ename"]), ("error", "Interrupted"))
            self.assertEqual("left running" in reply["evalue"], left_behind, reply["evalue"])
            self.assertIn("error", [m["msg_type"] for m in messages])
            self.assertEqual(self.kernel.value("kept + 1"), "42")

    def by_message(self):
        self.assertEqual(self.kernel.manager.kernel_spec.interrupt_mode, "message")
        self.kernel.manager.interrupt_kernel()

    def by_signal(self):
        os.kill(self.kernel.pid, signal.SIGINT)

    def test_an_endless_loop(self):
        self.stops("while (true) { }")

    def test_a_sleep(self):
        self.stops("Thread.Sleep(600_000);")

    def test_a_wait_for_the_user(self):
        self.stops("Console.ReadLine();", allow_stdin=True)

    def test_a_blocked_read(self):
        self.stops("var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.In); pipe.ReadByte();", left_behind=True)

    def test_a_training_in_the_library(self):
        reply, _ = self.kernel.execute("#!import setup.csx")
        self.assertEqual(reply["status"], "ok", reply)
        self.stops("new Autoencoder(new AutoencoderOptions { Epochs = 1_000_000 }).Fit(randn(256, 8));")

    def test_an_idle_kernel_goes_on(self):
        self.by_message()
        self.by_signal()
        self.assertEqual(self.kernel.ask("interrupt_request", {}, "control"), {"status": "ok"})
        self.assertEqual(self.kernel.value("1 + 1"), "2")

    def test_what_is_queued_behind_an_interrupted_cell_is_aborted(self):
        ids = [self.kernel.send("execute_request", {"code": code}) for code in ('Console.Write(1); while (true) { }', "2")]
        self.kernel.published(ids[0], until="stream")
        self.kernel.manager.interrupt_kernel()
        self.assertEqual([self.kernel.reply(i)["content"]["status"] for i in ids], ["error", "aborted"])

    def test_the_heart_beats_under_load(self):
        busy = """
            Console.Write(1);
            var until = DateTime.UtcNow.AddSeconds(4);
            for (int i = 0; i < 500; i++) ThreadPool.QueueUserWorkItem(_ => { while (DateTime.UtcNow < until) Thread.Sleep(10); });
            Parallel.For(0, 64, i => { while (DateTime.UtcNow < until) { } });
            """
        request = self.kernel.send("execute_request", {"code": busy})
        self.kernel.published(request, until="stream")
        heart = zmq.Context.instance().socket(zmq.REQ)
        heart.connect(f"tcp://127.0.0.1:{self.kernel.manager.hb_port}")
        waits = []
        try:
            for number in range(20):
                began = time.time()
                heart.send(b"beat %d" % number)
                self.assertTrue(heart.poll(2000), "no heartbeat")
                self.assertEqual(heart.recv(), b"beat %d" % number)
                waits.append(time.time() - began)
        finally:
            heart.close(0)
        print(f"heartbeat under load: {1000 * sorted(waits)[10]:.1f} ms at the median, {1000 * max(waits):.1f} ms at most")
        self.kernel.published(request)
        self.assertEqual(self.kernel.reply(request)["content"]["status"], "ok")


if __name__ == "__main__":
    unittest.main()
