"""What comes over the line when a page is opened for the first time, by kind."""

import re

KINDS = {"Document": "HTML", "Stylesheet": "CSS", "Script": "JS", "Font": "fonts", "Image": "images"}
# The most that a page may bring on a first visit, in kB: what reads and acts, and its pictures at this width.
MOST = {("HTML", "CSS", "JS"): 100, ("JS",): 20, ("images",): 400}
# A publication is held to less. Its fonts: so much for its own script, and so much more for each further one.
MOST_OF_A_PIECE = {("HTML", "CSS", "JS"): 50, ("JS",): 15, ("images",): 400}
FONTS, FURTHER_SCRIPT = 75, 50
SCRIPT_OF = re.compile(r"/(?:text-|display-)?([a-z]+(?:-far|-rest)?)")  # in the name of the file of a face
COLUMNS = [*KINDS.values(), "other", "all"]


class Weight:
    """Counts while a page is opened. Takes the tab, before it goes anywhere."""

    def __init__(self, tab):
        self.kinds, self.bytes = {}, dict.fromkeys(COLUMNS, 0)
        self.scripts = set()  # whose faces were loaded; letters that few pages need count as a script of their own
        session = tab.context.new_cdp_session(tab)
        session.on("Network.responseReceived", self._hear_kind)
        session.on("Network.loadingFinished", self._hear_size)
        session.send("Network.enable")
        self.session = session

    def _hear_kind(self, event):
        self.kinds[event["requestId"]] = KINDS.get(event["type"], "other")
        if event["type"] == "Font":
            self.scripts.add(SCRIPT_OF.match("/" + event["response"]["url"].rpartition("/")[2])[1])

    def _hear_size(self, event):
        for column in (self.kinds.get(event["requestId"], "other"), "all"):
            self.bytes[column] += event["encodedDataLength"]

    def too_much(self, *, is_piece=False):
        """What is heavier than a page may be, as sentences."""
        limits = MOST
        if is_piece:
            limits = MOST_OF_A_PIECE | {("fonts",): FONTS + FURTHER_SCRIPT * max(len(self.scripts) - 1, 0)}
        sums = {columns: sum(self.bytes[column] for column in columns) / 1000 for columns in limits}
        return [
            f"brings {sums[columns]:.1f} kB of {', '.join(columns)}, and {most} are the most"
            for columns, most in limits.items()
            if sums[columns] > most
        ]

    def stop(self):
        self.session.detach()


def table(weights):
    """Lines of a table. Takes {name of the page: Weight}; the heaviest page stands on top."""
    yield "kB on the first visit".ljust(38) + "".join(f"{name:>8}" for name in COLUMNS)
    for name, weight in sorted(weights.items(), key=lambda pair: -pair[1].bytes["all"]):
        yield name[:37].ljust(38) + "".join(f"{weight.bytes[column] / 1000:>8.1f}" for column in COLUMNS)
