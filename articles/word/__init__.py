"""Word in, structure out: from a .docx to a draft at the desk.

`bringing.look(path, name)` reads a file and says what would come; `bringing.keep(found, by=…)` makes the draft. Both
the desk and the command `import_word` call them, so this stands outside the rooms of the app.

The file is taken apart in a process with limits (`reading`, by way of `ccsis.limited`): `prepare` writes the document
anew with nothing in it but what we keep, and notes what it left out and where; `mammoth` makes HTML of that. Back here,
`shape` turns the HTML into ours, and `proposals` says what may be the title, the language and the names.
"""
