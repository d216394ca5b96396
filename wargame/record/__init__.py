"""Records: what a run was given and everything that happened, line by line; written whole, read back, compared."""

from wargame.record.record import Manifest, NoRecordError, Record, RecordError

__all__ = ["Manifest", "NoRecordError", "Record", "RecordError"]
