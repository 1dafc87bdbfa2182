"""What a machine can say about our pages: whether they fit, are open to everyone, valid, light, and keep to themselves.

`python -m tests.audit` looks at every kind of page on a demo site of its own. To add a page, name it in `readers.py`
or `contributors.py`. What is looked at stands in `looks.py`; tests/browser runs the quick core of it.
"""
