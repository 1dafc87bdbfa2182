"""What other sites keep and a page may load in the place of a link, once a reader asks for it: videos, sound, maps.

Until then a page asks no other site for anything. Whoever adds a player adds its host, too: the policy of a
publication's page lets frames of these hosts in, and no others.
"""

import re
from urllib.parse import quote, urlsplit

HOSTS = [
    "https://www.youtube-nocookie.com",
    "https://player.vimeo.com",
    "https://w.soundcloud.com",
    "https://archive.org",
    "https://datawrapper.dwcdn.net",
    "https://flo.uri.sh",
]
YOUTUBE = re.compile(
    r"https?://(?:(?:www|m)\.)?(?:youtu\.be/|youtube(?:-nocookie)?\.com/(?:watch\?(?:[^#]*&)?v=|embed/|live/|shorts/))"
    r"([\w-]{11})(?![\w-])"
)
# What an address is and where its player is, the first that fits.
PLAYERS = [
    (YOUTUBE, "https://www.youtube-nocookie.com/embed/{}"),
    (
        re.compile(r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d{5,12})(?![\d/])"),
        "https://player.vimeo.com/video/{}?dnt=1",
    ),
    (re.compile(r"https?://(?:www\.)?archive\.org/(?:details|embed)/([\w.-]{3,100})"), "https://archive.org/embed/{}"),
    (re.compile(r"https?://datawrapper\.dwcdn\.net/(\w{5})(?!\w)"), "https://datawrapper.dwcdn.net/{}/"),
    (
        re.compile(r"https?://(?:flo\.uri\.sh|public\.flourish\.studio)/(visualisation/\d+)"),
        "https://flo.uri.sh/{}/embed",
    ),
]
SOUND = re.compile(r"https?://(?:www\.)?soundcloud\.com/[\w-]+/[\w-]+")


def player(address):
    """The address of the player of what stands at an address; empty where we know none."""
    for known, frame in PLAYERS:
        if found := known.match(address):
            return frame.format(found[1])
    if found := SOUND.match(address):
        return f"https://w.soundcloud.com/player/?url={quote(found[0], safe='')}"
    return ""


def host(address):
    """The name of the site, as readers know it."""
    return (urlsplit(address).hostname or "").removeprefix("www.")
