"""The readers' side of the demo, as steps for settings.DEMO_STEPS. What it says stands in texts/, one file for each
piece and person; the name of the file is how others refer to it.

A piece's head knows: kind, language, title, subtitle, standfirst, point, by (a person, or `person | title then`;
several with ;), translator, days (since publication), topics, regions, tags, series (`name | part`), lead (a drawing),
of (the original of a translation), related, note <key>. Where it stands: `draft: yes`, `retracted: <reason>`,
`pending standfirst: <what the desk wrote since>`, `corrected: <days ago> <type> | <what readers are told>`. What stood
there before a correction is `was: <phrase> | <former phrase>`, before a second one `was 2`. In a body `[^1]` marks a
note, `src="/images/<drawing>"` a picture.
"""

from articles.models import Article
from ccsis.demo import OtherContent


def look_round(demo):
    """Raises OtherContent where the desk is not empty."""
    others = Article.objects.count()
    if others and not demo.anyway:
        raise OtherContent(f"The site has content of its own, pieces: {others}.")
