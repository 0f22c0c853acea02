"""Reads what we drew: the text of a PDF, its picture, the words of a page."""

import io
import re
import shutil
import subprocess
import unicodedata
from html.parser import HTMLParser

import pypdf
import pytest

needs_pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pypdf shuffles joined-up scripts")


def open_pdf(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def pdf_text(pdf: bytes) -> str:
    """The text as one line, without the marks of direction that a reader may add."""
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
        text = done.stdout.decode()
    else:
        text = pypdf_text(pdf)
    return squeeze(text)


def pypdf_text(pdf: bytes) -> str:
    return squeeze("\n".join(page.extract_text() for page in open_pdf(pdf).pages))


def squeeze(text: str) -> str:
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return re.sub(r"\s+", " ", seen).strip()


def page_words(html: str) -> list[str]:
    """The pieces of text between the tags, in order."""

    class Words(HTMLParser):
        found: list[str]

        def handle_data(self, data: str) -> None:
            if data.strip():
                self.found.append(data.strip())

    parser = Words()
    parser.found = []
    parser.feed(html)
    return parser.found
