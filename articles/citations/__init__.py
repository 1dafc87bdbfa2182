"""How others cite a piece: one record, and every form of it made from that record.

`record_of` reads the readers' row; `styles.STYLES` are Chicago, APA and MLA as text; `files.FORMS` are BibTeX, RIS and
CSL-JSON.
"""

from articles.citations.record import Record, record_of

__all__ = ["Record", "record_of"]
