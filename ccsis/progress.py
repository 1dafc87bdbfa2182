"""How far a long command is: one line that is written over, and only where somebody looks at it."""

WIDTH = 30


class Progress:
    """Called with what is done, of how much, and with what it is about; writes to the stream if that is a terminal."""

    def __init__(self, stream):
        self.stream = stream if stream.isatty() else None
        self.shown = ""

    def __call__(self, done, of, what):
        if self.stream is None:
            return
        part = min(done / of, 1) if of else 1
        self._show(f"[{'#' * int(part * WIDTH):<{WIDTH}}] {int(part * 100):3} %  {what}")

    def end(self):
        """Leave the line empty for what is said next."""
        if self.stream is not None:
            self._show("")

    def _show(self, text):
        if text != self.shown:
            self.stream.write(f"\r\033[K{text}", ending="", style_func=str)
            self.stream.flush()
            self.shown = text
