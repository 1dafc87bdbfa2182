"""The room for machines: a read-only JSON API below /api/v1/ and the catalogue.

`table.ENDPOINTS` says what there is: addresses, parameters, schemas and examples. Routes, the OpenAPI document and the
page that explains it are made of that, so none of them can say something else. Reads what readers read: Publication.
"""
