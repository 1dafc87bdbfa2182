import signal
import threading

from django.core.management.base import BaseCommand

from ccsis import worker


class Command(BaseCommand):
    help = "Does everything that is due, for ever. Any number may run. SIGTERM or Ctrl-C end it after the work in hand."

    def add_arguments(self, parser):
        parser.add_argument("--pause", type=float, default=worker.PAUSE, help="seconds between two rounds")

    def handle(self, *, pause, **options):
        stop_event = threading.Event()
        before = {
            number: signal.signal(number, lambda *_: stop_event.set()) for number in (signal.SIGTERM, signal.SIGINT)
        }
        try:
            self.stdout.write("The worker is running.")
            worker.run_for_ever(stop_event, pause=pause)
            self.stdout.write("The worker has stopped.")
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
