"""What comes over the line when a page is opened for the first time, by kind."""

KINDS = {"Document": "HTML", "Stylesheet": "CSS", "Script": "JS", "Font": "fonts", "Image": "images"}
# The most that a page may bring on a first visit, in kB: what reads and acts, and its pictures at this width.
MOST = {("HTML", "CSS", "JS"): 100, ("JS",): 20, ("images",): 400}
COLUMNS = [*KINDS.values(), "other", "all"]


class Weight:
    """Counts while a page is opened. Takes the tab, before it goes anywhere."""

    def __init__(self, tab):
        self.kinds, self.bytes = {}, dict.fromkeys(COLUMNS, 0)
        session = tab.context.new_cdp_session(tab)
        session.on("Network.responseReceived", self._hear_kind)
        session.on("Network.loadingFinished", self._hear_size)
        session.send("Network.enable")
        self.session = session

    def _hear_kind(self, event):
        self.kinds[event["requestId"]] = KINDS.get(event["type"], "other")

    def _hear_size(self, event):
        for column in (self.kinds.get(event["requestId"], "other"), "all"):
            self.bytes[column] += event["encodedDataLength"]

    def too_much(self):
        """What is heavier than a page may be, as sentences."""
        sums = {columns: sum(self.bytes[column] for column in columns) / 1000 for columns in MOST}
        return [
            f"brings {sums[columns]:.0f} kB of {', '.join(columns)}, and {most} are the most"
            for columns, most in MOST.items()
            if sums[columns] > most
        ]

    def stop(self):
        self.session.detach()


def table(weights):
    """Lines of a table. Takes {name of the page: Weight}; the heaviest page stands on top."""
    yield "kB on the first visit".ljust(38) + "".join(f"{name:>8}" for name in COLUMNS)
    for name, weight in sorted(weights.items(), key=lambda pair: -pair[1].bytes["all"]):
        yield name[:37].ljust(38) + "".join(f"{weight.bytes[column] / 1000:>8.1f}" for column in COLUMNS)
