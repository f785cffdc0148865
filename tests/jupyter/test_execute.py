"""execute_request and all that comes of it."""

import time
import unittest

from kernels import SharedKernel, kinds, texts


class Execute(SharedKernel):
    def test_a_value_is_published_and_counted(self):
        first, messages = self.kernel.execute("20 + 1")
        second, _ = self.kernel.execute("1;")
        self.assertEqual(kinds(messages), ["execute_input", "execute_result"])
        self.assertEqual(messages[0]["content"], {"code": "20 + 1", "execution_count": first["execution_count"]})
        self.assertEqual(messages[1]["content"]["data"]["text/plain"], "21")
        self.assertEqual(messages[1]["content"]["execution_count"], first["execution_count"])
        self.assertEqual(second["execution_count"], first["execution_count"] + 1)
        self.assertEqual(first["status"], "ok")
        self.assertEqual(first["payload"], [])

    def test_every_message_carries_its_parent(self):
        request = self.kernel.send("execute_request", {"code": "Console.Write(1); display(2); 3"})
        messages = self.kernel.published(request)
        self.assertEqual(kinds(messages), ["status", "execute_input", "stream", "display_data", "execute_result", "status"])
        header = self.kernel.reply(request)["parent_header"]
        for message in messages:
            self.assertEqual(message["parent_header"], header)
            self.assertEqual(message["header"]["version"], "5.4")

    def test_streams_keep_their_order_and_their_letters(self):
        _, messages = self.kernel.execute('Console.Write("ä😀"); Console.Error.Write("no"); Console.Write("\\ud800 b");')
        self.assertEqual([(m["content"]["name"], m["content"]["text"]) for m in messages[1:]], [("stdout", "ä😀"), ("stderr", "no"), ("stdout", "\ufffd b")])

    def test_streams_are_live(self):
        request = self.kernel.send("execute_request", {"code": "Console.Write(1); Thread.Sleep(1500); Console.Write(2);"})
        self.kernel.published(request, until="stream")
        seen = time.time()
        rest = self.kernel.published(request)
        self.assertGreater(time.time() - seen, 1)
        self.assertEqual(texts(rest), "2")

    def test_ten_megabytes_of_text_arrive_whole(self):
        began = time.time()
        _, messages = self.kernel.execute('for (int i = 0; i < 200_000; i++) Console.WriteLine($"{i,50}");')
        print(f"10.2 MB of text in {time.time() - began:.2f} s")
        self.assertEqual(texts(messages), "".join(f"{i:50}\n" for i in range(200_000)))

    def test_a_figure_of_five_megabytes_arrives_whole(self):
        began = time.time()
        _, messages = self.kernel.execute('HTML("<svg>" + new string(\'z\', 5_000_000) + "</svg>")')
        print(f"a figure of 5 MB in {time.time() - began:.2f} s")
        self.assertEqual(len(messages[-1]["content"]["data"]["text/html"]), 5_000_011)

    def test_an_error_names_cell_and_line(self):
        reply, messages = self.kernel.execute('int Third() => throw new InvalidOperationException("no");\n\nThird()')
        content = messages[-1]["content"]
        self.assertEqual(messages[-1]["msg_type"], "error")
        self.assertEqual((content["ename"], reply["status"]), ("InvalidOperationException", "error"))
        trace = "\n".join(content["traceback"])
        self.assertIn(f"cell {reply['execution_count']}, line 1", trace)
        self.assertIn(f"cell {reply['execution_count']}, line 3", trace)
        self.assertNotIn("CourseKit.Notebooks", trace)
        self.assertEqual({k: reply[k] for k in content}, content)

    def test_code_that_does_not_compile_is_an_error(self):
        reply, messages = self.kernel.execute("int n = \"text\";")
        self.assertEqual((reply["status"], reply["ename"], messages[-1]["msg_type"]), ("error", "CompilationError", "error"))
        self.assertIn("CS0029", reply["evalue"])

    def test_silent_publishes_and_counts_nothing(self):
        before, _ = self.kernel.execute("1")
        reply, messages = self.kernel.execute("var silent = 7; Console.Write(silent); silent", silent=True)
        self.assertEqual(messages, [])
        self.assertEqual((reply["status"], reply["execution_count"]), ("ok", before["execution_count"]))
        reply, messages = self.kernel.execute("throw new Exception();", silent=True)
        self.assertEqual((reply["status"], messages), ("error", []))
        self.assertEqual(self.kernel.value("silent"), "7")

    def test_store_history_false_shows_but_does_not_count(self):
        before, _ = self.kernel.execute("1")
        reply, messages = self.kernel.execute("5 * 5", store_history=False)
        self.assertEqual(messages[-1]["content"]["data"]["text/plain"], "25")
        self.assertEqual(reply["execution_count"], before["execution_count"])

    def test_empty_code_does_not_count(self):
        before, _ = self.kernel.execute("1")
        reply, messages = self.kernel.execute(" \n")
        self.assertEqual((reply["status"], reply["execution_count"]), ("ok", before["execution_count"]))
        self.assertEqual(kinds(messages), ["execute_input"])

    def test_user_expressions_are_evaluated_one_by_one(self):
        reply, _ = self.kernel.execute("var six = 6;", user_expressions={"good": "six * 7", "bad": "seven"})
        good, bad = reply["user_expressions"]["good"], reply["user_expressions"]["bad"]
        self.assertEqual((good["status"], good["data"]["text/plain"]), ("ok", "42"))
        self.assertEqual((bad["status"], bad["ename"]), ("error", "CompilationError"))
        reply, _ = self.kernel.execute("throw new Exception();", user_expressions={"good": "six"})
        self.assertEqual(reply["user_expressions"], {})

    def test_an_error_aborts_what_is_queued(self):
        ids = [self.kernel.send("execute_request", {"code": code, "stop_on_error": True}) for code in ("Thread.Sleep(500); throw new Exception();", "var never = 1;", "2")]
        info = self.kernel.send("kernel_info_request", {})
        self.assertEqual([self.kernel.reply(i)["content"]["status"] for i in ids], ["error", "aborted", "aborted"])
        self.assertEqual(self.kernel.reply(info)["content"]["status"], "ok")
        self.assertEqual(self.kernel.execute("never")[0]["status"], "error")

    def test_without_stop_on_error_the_queue_goes_on(self):
        ids = [self.kernel.send("execute_request", {"code": code, "stop_on_error": False}) for code in ("Thread.Sleep(500); throw new Exception();", "2")]
        self.assertEqual([self.kernel.reply(i)["content"]["status"] for i in ids], ["error", "ok"])

    def test_a_displayed_value_is_updated_and_the_output_cleared(self):
        code = 'var shown = display("one"); shown.Update("two"); ClearOutput(); ClearOutput(wait: true);'
        _, messages = self.kernel.execute(code)
        display, update, now, later = messages[1:]
        self.assertEqual((display["msg_type"], update["msg_type"]), ("display_data", "update_display_data"))
        self.assertEqual(display["content"]["transient"], update["content"]["transient"])
        self.assertEqual(update["content"]["data"]["text/plain"], "two")
        self.assertEqual([(m["msg_type"], m["content"]) for m in (now, later)], [("clear_output", {"wait": False}), ("clear_output", {"wait": True})])
        _, messages = self.kernel.execute('shown.Update("three");')
        self.assertEqual(messages[-1]["content"]["transient"], display["content"]["transient"])


if __name__ == "__main__":
    unittest.main()
