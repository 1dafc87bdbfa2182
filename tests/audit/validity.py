"""Whether the HTML is valid, by the checker of the W3C (vnu): all pages in one call, because its start takes seconds.

It needs Java, and its jar comes from npm: `make audit` and `.ci/run` put it below .venv/vnu.
"""

import shutil
import subprocess
from pathlib import Path

JAR = Path(__file__).parents[2] / ".venv/vnu/node_modules/vnu-jar/build/dist/vnu.jar"
MISSING = "NO HTML CHECKER: Java and npm are needed for vnu-jar (see .ci/run); no page was validated"


def is_there():
    return JAR.is_file() and shutil.which("java") is not None


def invalid(pages, folder):
    """What vnu says of pages, given as {name: HTML}; lines like `the name: 12: error: …`. Needs is_there()."""
    files = {}
    for number, (name, html) in enumerate(pages.items()):
        path = Path(folder) / f"{number}.html"
        path.write_text(html)
        files[path.name] = name
    command = [
        "java",
        "-jar",
        str(JAR),
        "--errors-only",
        "--format",
        "gnu",
        "--exit-zero-always",
        *_paths(folder, files),
    ]
    said = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    return [_line(line, files) for line in said.stderr.splitlines() if line.strip()]


def _paths(folder, files):
    return [str(Path(folder) / name) for name in files]


def _line(line, files):
    """`"file:/tmp/x/3.html":12.5-12.9: error: …` with the name of the page in place of the file."""
    path, _quote, rest = line.strip().removeprefix('"').partition('"')
    name = files.get(Path(path).name)
    return f"{name}{rest}" if name else line
