"""The room of outsiders: a draft, shown by a secret link; see articles.previews."""
