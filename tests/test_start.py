"""A question starts fast: what it does not need is not imported."""

import json
import os
import subprocess
import sys
from pathlib import Path

ASK = """
import json, sys
from api.terminal import run
status = run(["ask", "มาตรา 31 ว่าอย่างไร", "--json"])
heavy = ("chromadb", "fastapi", "langchain", "langchain_core", "torch", "sentence_transformers", "scipy")
print(json.dumps([status, [name for name in heavy if name in sys.modules]]))
"""


def test_a_question_imports_neither_chroma_nor_langchain_nor_torch(data_dir: Path) -> None:
    """Importing them takes longer than answering."""
    environment = os.environ | {"DGA_DATA_DIR": str(data_dir)}
    ran = subprocess.run(
        [sys.executable, "-c", ASK], capture_output=True, text=True, env=environment, check=True
    )
    assert json.loads(ran.stdout.splitlines()[-1]) == [0, []]
