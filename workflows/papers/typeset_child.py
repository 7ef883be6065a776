"""Sets one paper in a process of its own: reads its sources from stdin, answers with the PDF; opens nothing else."""

import base64
import datetime
import json
import resource
import sys

import typst


def _confine(order: dict) -> None:
    """What a template may use up. Without a further file descriptor nothing on the disk can be read, and no connection
    be made: a template that asks for a package or a file of the server gets neither."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def main() -> int:
    order = json.load(sys.stdin.buffer)
    files = {name: base64.b64decode(content) for name, content in order["files"].items()}
    moment = datetime.datetime.fromisoformat(order["as_of"] + "T00:00:00+00:00")
    # What the library itself still has to load.
    typst.compile({"main.typ": b""}, ignore_system_fonts=True)
    _confine(order)
    try:
        pdf = typst.compile(
            files,
            root=order["root"],
            format="pdf",
            ignore_system_fonts=True,
            timestamp=int(moment.timestamp()),
            pdf_standards="a-2b",
        )
    except typst.TypstError as fault:
        sys.stdout.write(json.dumps({"message": fault.message, "diagnostic": fault.diagnostic}))
        return order["fault"]
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
