"""The queue at the desk: what waits, for whom and how long.

asked    what the address of a list asks for
rows     one page of it, and what each row says
batch    one move for many
contact  looking for contact data, which leaves a trace
page     the pages themselves
"""
