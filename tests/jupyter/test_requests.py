"""Everything on shell and control but execution and the kernel's end."""

import unittest

import zmq
from kernels import SharedKernel, is_silent, kinds


class Requests(SharedKernel):
    def test_kernel_info_on_both_channels(self):
        for channel in ("shell", "control"):
            info = self.kernel.ask("kernel_info_request", {}, channel)
            self.assertEqual((info["status"], info["protocol_version"], info["implementation"]), ("ok", "5.4", "coursekit"))
            language = info["language_info"]
            self.assertEqual((language["name"], language["file_extension"], language["mimetype"]), ("C#", ".cs", "text/x-csharp"))
            self.assertGreaterEqual(float(language["version"]), 14)
            self.assertEqual(info["supported_features"], [])

    def test_a_subscriber_is_welcomed(self):
        client = self.kernel.manager.client()
        client.start_channels(shell=False, stdin=False, control=False, hb=False)
        try:
            message = client.get_iopub_msg(timeout=10)
            self.assertEqual((message["msg_type"], message["content"], message["parent_header"]), ("iopub_welcome", {"subscription": ""}, {}))
        finally:
            client.stop_channels()

    def test_a_subscriber_gets_the_topics_that_it_asks_for(self):
        with zmq.Context.instance().socket(zmq.XSUB) as peer: # which leaves it to the publisher what comes, as SUB does not
            peer.connect(f"tcp://127.0.0.1:{self.kernel.manager.iopub_port}")
            peer.send(b"\1stream")
            self.assertTrue(peer.poll(10_000), "no welcome")
            peer.recv_multipart()
            self.kernel.execute('display(1); Console.Write("x"); 2')
            self.assertTrue(peer.poll(10_000), "nothing came")
            self.assertEqual(peer.recv_multipart()[0], b"stream")
            self.assertFalse(peer.poll(300), "more came")

    def test_the_ports_are_those_of_the_connection_file(self):
        ports = self.kernel.ask("connect_request", {})
        self.assertEqual(ports["shell_port"], self.kernel.manager.shell_port)
        self.assertEqual(ports["hb_port"], self.kernel.manager.hb_port)

    def test_there_are_no_comms(self):
        self.assertEqual(self.kernel.ask("comm_info_request", {})["comms"], {})
        request = self.kernel.send("comm_open", {"comm_id": "c1", "target_name": "widget", "data": {}})
        messages = self.kernel.published(request)
        self.assertEqual(kinds(messages), ["status", "comm_close", "status"])
        self.assertEqual(messages[1]["content"]["comm_id"], "c1")

    def test_there_are_no_subshells(self):
        for kind, content in (("create_subshell_request", {}), ("delete_subshell_request", {"subshell_id": "1"}), ("list_subshell_request", {})):
            self.assertEqual(self.kernel.ask(kind, content, "control")["status"], "error")

    def test_an_unknown_message_is_passed_over(self):
        request = self.kernel.send("make_coffee_request", {})
        self.assertEqual(kinds(self.kernel.published(request)), ["status", "status"])
        self.assertTrue(is_silent(self.kernel.client))

    def test_a_request_without_its_content_is_answered_with_an_error(self):
        for kind in ("execute_request", "complete_request", "inspect_request", "is_complete_request"):
            answer = self.kernel.ask(kind, {"code": 5})
            self.assertEqual(answer["status"], "error")
            self.assertIn("code", answer["evalue"])

    def test_completion_counts_characters(self):
        self.kernel.execute("var wholeNumber = 5;")
        code = '"😀" + wholeNum'
        answer = self.kernel.ask("complete_request", {"code": code, "cursor_pos": len(code)})
        self.assertEqual((answer["status"], answer["matches"][0]), ("ok", "wholeNumber"))
        self.assertEqual((answer["cursor_start"], answer["cursor_end"]), (6, 14))
        self.assertEqual(answer["metadata"]["_jupyter_types_experimental"][0]["type"], "variable")

    def test_completion_in_the_middle_of_code(self):
        code = "Math.Sq(2);"
        answer = self.kernel.ask("complete_request", {"code": code, "cursor_pos": 7})
        self.assertIn("Sqrt", answer["matches"])
        self.assertEqual((answer["cursor_start"], answer["cursor_end"]), (5, 7))

    def test_completion_of_a_directive(self):
        def matches(code):
            return self.kernel.ask("complete_request", {"code": code, "cursor_pos": len(code)})["matches"]

        self.assertEqual(matches("#!imp"), ["#!import"])
        _, messages = self.kernel.execute("#!help")
        known = [line.split()[0] for line in messages[-1]["content"]["data"]["text/plain"].splitlines()]
        self.assertIn("#!time", known)
        self.assertEqual(matches("#!"), [name for name in known if name.startswith("#!")])

    def test_inspection(self):
        answer = self.kernel.ask("inspect_request", {"code": "Math.Sqrt(2)", "cursor_pos": 7, "detail_level": 0})
        self.assertTrue(answer["found"])
        self.assertIn("double", answer["data"]["text/plain"])
        nothing = self.kernel.ask("inspect_request", {"code": "     ", "cursor_pos": 2, "detail_level": 0})
        self.assertEqual((nothing["status"], nothing["found"], nothing["data"]), ("ok", False, {}))

    def test_completeness(self):
        for code, status in (("1 + 1", "complete"), ("foreach (var x in y) {", "incomplete"), ("int 5x;", "invalid")):
            answer = self.kernel.ask("is_complete_request", {"code": code})
            self.assertEqual(answer["status"], status, code)
        self.assertEqual(self.kernel.ask("is_complete_request", {"code": "if (true) {"})["indent"], "    ")


class History(SharedKernel):
    def setUp(self):
        for code in ("var a = 1;", "a + 1", "a + 1", "a + 2"):
            self.kernel.execute(code)
        self.last = self.kernel.execute("a")[0]["execution_count"]

    def history(self, **options):
        content = dict(output=False, raw=True, hist_access_type="tail", n=3, session=0, start=0, stop=None, pattern="", unique=False)
        return self.kernel.ask("history_request", {**content, **options})["history"]

    def test_tail_range_and_search(self):
        last = self.last
        self.assertEqual(self.history(), [[1, last - 2, "a + 1"], [1, last - 1, "a + 2"], [1, last, "a"]])
        self.assertEqual(self.history(output=True, n=1), [[1, last, ["a", "1"]]])
        of_range = self.history(hist_access_type="range", start=last - 4, stop=last - 2)
        self.assertEqual([cell[2] for cell in of_range], ["var a = 1;", "a + 1"])
        self.assertEqual(self.history(hist_access_type="range", session=-1), [])
        found = self.history(hist_access_type="search", pattern="a + *", n=2)
        self.assertEqual([cell[2] for cell in found], ["a + 1", "a + 2"])
        unique = self.history(hist_access_type="search", pattern="a +*", unique=True, n=None)
        self.assertEqual([cell[2] for cell in unique], ["a + 1", "a + 2"])
        self.assertEqual([cell[2] for cell in self.history(hist_access_type="search", pattern="?")], ["a"])
        self.assertEqual(self.kernel.ask("history_request", {"hist_access_type": "dream"})["status"], "error")


if __name__ == "__main__":
    unittest.main()
