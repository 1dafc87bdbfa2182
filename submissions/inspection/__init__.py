"""Looking into files that strangers send. Runs in a process of its own, see ccsis.limited; knows nothing of Django.

`inspect(path, copy)` of each kind looks through the file and writes a copy without metadata beside it. It raises
NotTaken with the code of a reason; submissions.files has a sentence for each.
"""
