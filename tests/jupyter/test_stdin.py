"""input_request and input_reply."""

import unittest

from kernels import PATIENCE, SharedKernel, texts


class Stdin(SharedKernel):
    def question(self):
        message = self.kernel.client.get_stdin_msg(timeout=PATIENCE)
        self.assertEqual(message["msg_type"], "input_request")
        return message

    def ask(self, code):
        return self.kernel.send("execute_request", {"code": code, "allow_stdin": True})

    def test_a_cell_reads_a_line(self):
        request = self.ask('Console.Write("Name: "); var name = Console.ReadLine(); Console.Write($"<{name}>");')
        question = self.question()
        self.assertEqual(question["content"], {"prompt": "", "password": False})
        self.assertEqual(question["parent_header"]["msg_id"], request)
        self.kernel.client.input("Ada ü😀")
        reply, messages = self.kernel.outcome(request)
        self.assertEqual((reply["status"], texts(messages)), ("ok", "Name: <Ada ü😀>"))

    def test_what_is_printed_before_arrives_before_the_question(self):
        request = self.ask('Console.Write("first"); Console.ReadLine();')
        self.question()
        self.kernel.published(request, until="stream")
        self.kernel.client.input("")
        self.kernel.published(request)
        self.assertEqual(self.kernel.reply(request)["content"]["status"], "ok")

    def test_helpers_have_a_prompt_and_hide_passwords(self):
        request = self.ask('var secret = await GetPasswordAsync("Key?"); Console.Write(secret.GetClearTextPassword());')
        self.assertEqual(self.question()["content"], {"prompt": "Key?", "password": True})
        self.kernel.client.input("1234")
        _, messages = self.kernel.outcome(request)
        self.assertEqual(texts(messages), "1234")

    def test_a_client_that_takes_no_questions_is_not_asked(self):
        reply, _ = self.kernel.execute("Console.ReadLine()", allow_stdin=False)
        self.assertEqual(reply["status"], "error")
        self.assertIn("input", reply["evalue"])

    def test_a_late_answer_answers_nothing(self):
        request = self.ask("Console.ReadLine();")
        self.question()
        self.kernel.manager.interrupt_kernel()
        self.assertEqual(self.kernel.outcome(request)[0]["status"], "error")
        self.kernel.client.input("too late")
        self.kernel.ask("kernel_info_request", {})
        request = self.ask("Console.Write(Console.ReadLine());")
        self.question()
        self.kernel.client.input("in time")
        _, messages = self.kernel.outcome(request)
        self.assertEqual(texts(messages), "in time")


if __name__ == "__main__":
    unittest.main()
