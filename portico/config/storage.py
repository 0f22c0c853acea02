"""Where uploaded files lie: a local folder, or a bucket of any store that speaks S3."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from portico.config import env


def files_storage() -> dict[str, Any]:
    """Django's entry for uploaded files. The bucket stays private: every file is handed out by us."""
    bucket = env.text("PORTICO_S3_BUCKET")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    if not (find_spec("storages") and find_spec("botocore")):
        raise env.BadVariable("PORTICO_S3_BUCKET needs the extra s3: run `make install EXTRAS=s3`.")
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _options(bucket)}


def _options(bucket: str) -> dict[str, Any]:
    from botocore.config import Config  # an extra, perhaps not installed

    return {
        "bucket_name": bucket,
        "endpoint_url": env.text("PORTICO_S3_ENDPOINT") or None,
        "region_name": env.text("PORTICO_S3_REGION") or None,
        "access_key": env.text("PORTICO_S3_KEY_ID") or None,
        "secret_key": env.text("PORTICO_S3_SECRET") or None,
        "default_acl": None,
        "file_overwrite": False,
        "client_config": Config(
            connect_timeout=3,
            read_timeout=10,
            retries={"total_max_attempts": 3, "mode": "standard"},
            signature_version="s3v4",
            # host names like bucket.store.example need certificates that smaller stores do not have
            s3={"addressing_style": "path" if env.text("PORTICO_S3_ENDPOINT") else "auto"},
            # stores other than Amazon's know only the older checksums
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    }
