"""Recordings and papers of lessons on disk, by their digest. They are public: nothing of a person is in them."""

import hashlib
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404
from django.utils.translation import gettext as _

from qianxiao.services.courses.models import Lesson

# ending → (kind, type a browser is told, how such a file begins)
KINDS: dict[str, tuple[str, str, tuple[bytes, ...]]] = {
    ".mp3": ("audio", "audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    ".ogg": ("audio", "audio/ogg", (b"OggS",)),
    ".wav": ("audio", "audio/wav", (b"RIFF",)),
    ".mp4": ("video", "video/mp4", (b"\x00\x00\x00",)),
    ".webm": ("video", "video/webm", (b"\x1a\x45\xdf\xa3",)),
    ".pdf": ("paper", "application/pdf", (b"%PDF-",)),
}


def _place(sha256: str) -> Path:
    return Path(settings.COURSES) / sha256[:2] / sha256


def keep(given: "UploadedFile[bytes]", most: int) -> dict[str, object]:
    """Keep an uploaded file; returns the columns of a lesson. Raises ValidationError for a kind or size that is not taken."""
    name = Path(given.name or "").name[:120]
    told = KINDS.get(Path(name).suffix.lower())
    if told is None or not (given.size and given.size <= most):
        raise ValidationError(
            _("Please give a file of mp3, ogg, wav, mp4, webm or pdf of at most %(n)s MB.")
            % {"n": most // 2**20}
        )
    data = given.read()
    if not data.startswith(told[2]):
        raise ValidationError(_("This file is not what its name says."))
    sha256 = hashlib.sha256(data).hexdigest()
    path = _place(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(data)
        fresh.rename(path)
    return {"media": told[0], "size": len(data), "sha256": sha256, "file_name": name}


def opened(lesson: Lesson) -> IO[bytes]:
    """The file of a lesson. Raises Http404 without one."""
    path = _place(lesson.sha256)
    if not lesson.sha256 or not path.exists():
        raise Http404
    return path.open("rb")


def kind(lesson: Lesson) -> str:
    """What a browser is told the file is."""
    return KINDS[Path(lesson.file_name).suffix.lower()][1]
