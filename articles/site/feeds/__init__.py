"""Feeds of everything, of every list and of every search: Atom, RSS 2.0 and JSON Feed, of the same items.

item     what a feed is made of, said once
items    from rows to items
text     the full text of a piece, for reading elsewhere
atom, rss, jsonfeed    three writers: a Feed in, bytes out
views    which rows; and the answer, with 304 for who has it
"""
