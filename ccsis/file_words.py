"""Why a file is not taken, in words that help: by the codes of ccsis.pdf and of those who keep files."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "empty": _("“%(name)s” is empty. Choose the file once more."),
    "too_big": _("“%(name)s” has %(has)s MB; we take files of at most %(most)s MB. Make its pictures smaller."),
    "not_pdf": _("“%(name)s” ends in .pdf but is something else. Save it as a PDF, then send it again."),
    "encrypted": _("“%(name)s” is locked by a password or of an old format. Save it unlocked, then send it again."),
    "embedded": _("“%(name)s” holds other files inside. Take them out, then send it again."),
    "script": _("“%(name)s” holds a script. Print it into a new PDF, then send that."),
    "launch": _("“%(name)s” would start a program or send something away. Print it into a new PDF, then send that."),
    "form": _("“%(name)s” is a form of an old kind. Print it into a new PDF, then send that."),
    "broken": _("“%(name)s” cannot be read; it may be damaged. Save it again with your own program."),
}
