"""A corpus of analyses for rehearsals and measurements; see articles.corpus.making."""
